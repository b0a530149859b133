package com.vantage.shipping.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.function.UnaryOperator;

/**
 * A variant of a carrier's replies, as seen from real carriers. It changes replies to which it applies and passes
 * others on, so that any number of variants can be combined.
 *
 * @param name in the control API: {@code one-as-object}
 * @param description short description
 */
record ReplyVariant(String name, Operation operation, String description, UnaryOperator<SimulatedResponse> change) {

    /** A variant of the JSON of successful replies. */
    static ReplyVariant ofJson(String name, Operation operation, String description, UnaryOperator<JsonObject> change) {
        return new ReplyVariant(
                name,
                operation,
                description,
                reply -> reply.status() == 200 && reply.contentType().contains("json")
                        ? new SimulatedResponse(
                                200,
                                reply.contentType(),
                                change.apply(new JsonObject(reply.body())).encode(),
                                reply.headers())
                        : reply);
    }

    /** A variant of the XML of all replies, as errors have status 200 too. */
    static ReplyVariant ofXml(String name, Operation operation, String description, UnaryOperator<String> change) {
        return new ReplyVariant(
                name,
                operation,
                description,
                reply -> reply.contentType().contains("xml")
                        ? new SimulatedResponse(
                                reply.status(), reply.contentType(), change.apply(reply.body()), reply.headers())
                        : reply);
    }

    /** A variant of errors. */
    static ReplyVariant ofErrors(
            String name, Operation operation, String description, UnaryOperator<SimulatedResponse> change) {
        return new ReplyVariant(
                name, operation, description, reply -> reply.status() >= 400 ? change.apply(reply) : reply);
    }
}
