package com.vantage.shipping.sandbox;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * One request that a simulated carrier got.
 *
 * @param body as it came, credentials and all
 * @param simulated how long the carrier was made to take
 */
public record Received(Operation operation, Instant at, String path, String body, Duration simulated) {
    JsonObject toJson() {
        return new JsonObject()
                .put("operation", operation.word())
                .put("at", at.toString())
                .put("path", path)
                .put("body", body)
                .put("simulated_ms", simulated.toNanos() / 1e6);
    }
}
