package com.vantage.shipping.sandbox;

import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request that a simulated carrier received, including credentials, which are those of the sandbox.
 *
 * @param query of the URL, without the question mark; empty if absent
 * @param headers by name in lower case
 * @param simulated the simulated delay
 */
public record ReceivedRequest(
        Operation operation,
        Instant at,
        String method,
        String path,
        String query,
        Map<String, String> headers,
        String body,
        Duration simulated) {

    static ReceivedRequest of(Operation operation, ServeEvent event) {
        LoggedRequest request = event.getRequest();
        String[] url = request.getUrl().split("\\?", 2);
        Map<String, String> headers = new TreeMap<>();
        request.getHeaders()
                .all()
                .forEach(header -> headers.put(header.key().toLowerCase(Locale.ROOT), header.firstValue()));
        return new ReceivedRequest(
                operation,
                request.getLoggedDate().toInstant(),
                request.getMethod().getName(),
                url[0],
                url.length > 1 ? url[1] : "",
                headers,
                request.getBodyAsString(),
                Duration.ofMillis(event.getTiming().getAddedDelay()));
    }

    JsonObject toJson() {
        JsonObject named = new JsonObject();
        headers.forEach(named::put);
        return new JsonObject()
                .put("operation", operation.code())
                .put("at", at.toString())
                .put("method", method)
                .put("path", path)
                .put("query", query)
                .put("headers", named)
                .put("body", body)
                .put("simulated_ms", simulated.toMillis());
    }
}
