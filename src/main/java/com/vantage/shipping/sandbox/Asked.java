package com.vantage.shipping.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A request as a simulated carrier reads it. */
record Asked(RoutingContext context) {
    /** An empty object if the body is none. */
    JsonObject json() {
        JsonObject body = context.body().asJsonObject();
        return body == null ? new JsonObject() : body;
    }

    String text() {
        String body = context.body().asString();
        return body == null ? "" : body;
    }

    String pathParam(String name) {
        return Objects.requireNonNull(context.pathParam(name), name);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(context.request().getHeader(name));
    }

    Optional<String> form(String name) {
        return Optional.ofNullable(context.request().getFormAttribute(name));
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(context.request().getParam(name));
    }

    Optional<String> bearer() {
        return header("Authorization")
                .filter(value -> value.startsWith("Bearer "))
                .map(value -> value.substring("Bearer ".length()));
    }

    /** Follows names into the body; a list's first element stands for the list. Empty object where there is nothing. */
    static JsonObject at(JsonObject root, String... names) {
        JsonObject found = root;
        for (String name : names) {
            Object next = found.getValue(name);
            if (next instanceof JsonArray list && !list.isEmpty()) {
                next = list.getValue(0);
            }
            found = next instanceof JsonObject object ? object : new JsonObject();
        }
        return found;
    }

    static List<JsonObject> list(JsonObject parent, String name) {
        return parent.getJsonArray(name, new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
