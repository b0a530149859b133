package com.vantage.shipping.carrier;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Finds properties in a body that its schema does not declare. Schemas allow them and carriers ignore them, so that
 * misspelt fields would go unnoticed.
 */
final class UndeclaredNames {
    private final UnaryOperator<JsonNode> follow;
    private final List<String> found = new ArrayList<>();

    private UndeclaredNames(UnaryOperator<JsonNode> follow) {
        this.follow = follow;
    }

    /**
     * JSON pointers to undeclared properties.
     *
     * @param follow resolves a reference
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

    /** The schema and its allOf, oneOf and anyOf parts. */
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
