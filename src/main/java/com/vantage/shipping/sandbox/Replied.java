package com.vantage.shipping.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/** What a simulated carrier answers. */
record Replied(int status, String contentType, String body, Map<String, String> headers) {
    static Replied json(int status, JsonObject body) {
        return new Replied(status, "application/json", body.encode(), Map.of());
    }

    static Replied ok(JsonObject body) {
        return json(200, body);
    }

    Replied with(String header, String value) {
        return new Replied(status, contentType, body, Map.of(header, value));
    }
}
