package com.vantage.shipping.sandbox;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One request that a simulated carrier got. What is in it is shown as it came, credentials and all: those of the sandbox are
 * nobody's.
 *
 * @param query as it stands in the address, without its question mark; empty if there is none
 * @param headers by their names in small letters
 * @param simulated how long the carrier was made to take
 */
public record Received(
        Operation operation,
        Instant at,
        String method,
        String path,
        String query,
        Map<String, String> headers,
        String body,
        Duration simulated) {

    static Received of(Operation operation, RoutingContext context, Duration simulated) {
        String query = context.request().query();
        String body = context.body().asString();
        Map<String, String> headers = new TreeMap<>();
        context.request().headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new Received(
                operation,
                Instant.now(),
                context.request().method().name(),
                context.normalizedPath(),
                query == null ? "" : query,
                headers,
                body == null ? "" : body,
                simulated);
    }

    JsonObject toJson() {
        JsonObject named = new JsonObject();
        headers.forEach(named::put);
        return new JsonObject()
                .put("operation", operation.word())
                .put("at", at.toString())
                .put("method", method)
                .put("path", path)
                .put("query", query)
                .put("headers", named)
                .put("body", body)
                .put("simulated_ms", simulated.toNanos() / 1e6);
    }
}
