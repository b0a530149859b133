package com.vantage.shipping.carrier;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Names in a body that its schema does not know. A schema lets them pass, and carriers ignore them: a misspelt field is only
 * found by asking for it.
 */
final class UndeclaredNames {
    private final UnaryOperator<JsonNode> follow;
    private final List<String> found = new ArrayList<>();

    private UndeclaredNames(UnaryOperator<JsonNode> follow) {
        this.follow = follow;
    }

    /**
     * JSON pointers to them.
     *
     * @param follow what a reference leads to
     */
    static List<String> in(JsonNode body, JsonNode schema, UnaryOperator<JsonNode> follow) {
        UndeclaredNames names = new UndeclaredNames(follow);
        names.look(body, List.of(schema), "");
        return names.found;
    }

    private void look(JsonNode value, List<JsonNode> schemas, String at) {
        List<JsonNode> parts = schemas.stream().flatMap(this::parts).toList();
        if (value.isObject()) {
            value.properties()
                    .forEach(entry -> lookAt(entry.getKey(), entry.getValue(), parts, at + "/" + entry.getKey()));
        } else if (value.isArray()) {
            List<JsonNode> items = children(parts, "items").toList();
            for (int i = 0; i < value.size(); i++) {
                look(value.get(i), items, at + "/" + i);
            }
        }
    }

    private void lookAt(String name, JsonNode value, List<JsonNode> parts, String at) {
        List<JsonNode> declared = parts.stream()
                .flatMap(part -> Optional.ofNullable(part.path("properties").get(name)).stream())
                .toList();
        if (declared.isEmpty()) {
            found.add(at);
        } else {
            look(value, declared, at);
        }
    }

    /** The schema, and those that it is all, one or any of. */
    private Stream<JsonNode> parts(JsonNode schema) {
        JsonNode self = follow.apply(schema);
        return Stream.concat(
                Stream.of(self),
                Stream.of("allOf", "oneOf", "anyOf")
                        .flatMap(word -> self.path(word).valueStream())
                        .flatMap(this::parts));
    }

    private static Stream<JsonNode> children(List<JsonNode> parts, String word) {
        return parts.stream().flatMap(part -> Stream.ofNullable(part.get(word)));
    }
}
