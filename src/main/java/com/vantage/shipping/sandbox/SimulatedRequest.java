package com.vantage.shipping.sandbox;

import com.github.tomakehurst.wiremock.http.QueryParameter;
import com.github.tomakehurst.wiremock.http.Request;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A request to a simulated carrier. */
record SimulatedRequest(Request request) {
    /** The body as JSON; an empty object if there is none. */
    JsonObject json() {
        return text().isEmpty() ? new JsonObject() : new JsonObject(text());
    }

    String text() {
        return request.getBodyAsString();
    }

    String pathParam(String name) {
        return URLDecoder.decode(request.getPathParameters().get(name), StandardCharsets.UTF_8);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    Optional<String> query(String name) {
        return Optional.of(request.queryParameter(name))
                .filter(QueryParameter::isPresent)
                .map(QueryParameter::firstValue);
    }

    /** Follows field names; a list stands for its first element. An empty object if absent. */
    static JsonObject at(JsonObject root, String... names) {
        JsonObject current = root;
        for (String name : names) {
            Object next = current.getValue(name);
            if (next instanceof JsonArray list && !list.isEmpty()) {
                next = list.getValue(0);
            }
            current = next instanceof JsonObject object ? object : new JsonObject();
        }
        return current;
    }

    static List<JsonObject> list(JsonObject parent, String name) {
        return parent.getJsonArray(name, new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
