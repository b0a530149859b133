package com.vantage.shipping.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.function.UnaryOperator;

/**
 * A variant of a carrier's replies, as seen from real carriers. It changes replies to which it applies and passes
 * others on, so that any number of variants can be combined.
 *
 * @param name in the control API: {@code one-as-object}
 * @param meaning short description
 */
record Shape(String name, Operation operation, String meaning, UnaryOperator<Replied> bend) {

    /** A variant of the JSON of successful replies. */
    static Shape ofJson(String name, Operation operation, String meaning, UnaryOperator<JsonObject> bend) {
        return new Shape(
                name,
                operation,
                meaning,
                reply -> reply.status() == 200 && reply.contentType().contains("json")
                        ? new Replied(
                                200,
                                reply.contentType(),
                                bend.apply(new JsonObject(reply.body())).encode(),
                                reply.headers())
                        : reply);
    }

    /** A variant of the XML of all replies, as errors have status 200 too. */
    static Shape ofXml(String name, Operation operation, String meaning, UnaryOperator<String> bend) {
        return new Shape(
                name,
                operation,
                meaning,
                reply -> reply.contentType().contains("xml")
                        ? new Replied(reply.status(), reply.contentType(), bend.apply(reply.body()), reply.headers())
                        : reply);
    }

    /** A variant of errors. */
    static Shape ofErrors(String name, Operation operation, String meaning, UnaryOperator<Replied> bend) {
        return new Shape(name, operation, meaning, reply -> reply.status() >= 400 ? bend.apply(reply) : reply);
    }
}
