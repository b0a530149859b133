package com.vantage.shipping.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Error replies of the simulated USPS. */
final class UspsErrorReplies {
    private UspsErrorReplies() {}

    static SimulatedResponse refusal(String code, String parameter, String sentence) {
        return error(
                400,
                sentence,
                new JsonObject()
                        .put("status", "400")
                        .put("code", code)
                        .put("title", sentence)
                        .put("detail", sentence)
                        .put("source", new JsonObject().put("parameter", parameter)));
    }

    static SimulatedResponse error(int status, String message, JsonObject... errors) {
        JsonObject error =
                new JsonObject().put("code", Integer.toString(status)).put("message", message);
        if (errors.length > 0) {
            error.put("errors", new JsonArray(List.of(errors)));
        }
        return SimulatedResponse.json(
                status, new JsonObject().put("apiVersion", "v3").put("error", error));
    }
}
