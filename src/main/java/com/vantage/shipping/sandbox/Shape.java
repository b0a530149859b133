package com.vantage.shipping.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.function.UnaryOperator;

/**
 * An odd way in which a carrier's answers really come at times. It bends an answer that it has something to do with, and
 * passes all others on as they are, so that any number of shapes can be on together.
 *
 * @param name as the control page names it: {@code one-as-object}
 * @param meaning for people, in a few words
 */
record Shape(String name, Operation operation, String meaning, UnaryOperator<Replied> bend) {

    /** One that changes the JSON of good answers. */
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

    /** One that changes the XML of all answers, errors included: they come with status 200 too. */
    static Shape ofXml(String name, Operation operation, String meaning, UnaryOperator<String> bend) {
        return new Shape(
                name,
                operation,
                meaning,
                reply -> reply.contentType().contains("xml")
                        ? new Replied(reply.status(), reply.contentType(), bend.apply(reply.body()), reply.headers())
                        : reply);
    }

    /** One that changes how errors come. */
    static Shape ofErrors(String name, Operation operation, String meaning, UnaryOperator<Replied> bend) {
        return new Shape(name, operation, meaning, reply -> reply.status() >= 400 ? bend.apply(reply) : reply);
    }
}
