package com.vantage.shipping.openapi;

import static java.util.stream.Collectors.toCollection;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Finds breaking changes between two versions of a schema. Constraints on requests may become weaker and those on responses
 * stronger; the opposite is breaking. So is every change that affects the types of generated clients.
 */
final class SchemaChanges {
    enum Side {
        /** Requests. */
        REQUEST,
        /** Responses. */
        RESPONSE
    }

    private static final List<String> UPPER_BOUNDS = List.of("maximum", "exclusiveMaximum", "maxLength", "maxItems");
    private static final List<String> LOWER_BOUNDS = List.of("minimum", "exclusiveMinimum", "minLength", "minItems");
    private static final List<String> EXACT_BOUNDS = List.of("pattern", "multipleOf", "uniqueItems");
    private static final List<String> IGNORED =
            List.of("allOf", "anyOf", "oneOf", "not", "const", "additionalProperties", "patternProperties");

    private final JsonNode oldDocument;
    private final JsonNode newDocument;
    private final Set<String> found;
    private final Set<String> seen = new HashSet<>();

    /** @param found receives the sentences */
    SchemaChanges(JsonNode oldDocument, JsonNode newDocument, Set<String> found) {
        this.oldDocument = oldDocument;
        this.newDocument = newDocument;
        this.found = found;
    }

    /** Resolves a reference. */
    static JsonNode resolved(JsonNode document, JsonNode maybeReference) {
        String reference = maybeReference.path("$ref").asText();
        return reference.isEmpty() ? maybeReference : document.at(reference.substring("#".length()));
    }

    /** @param at location for messages; shared schemas are compared once and reported by their name */
    void compare(String at, JsonNode oldNode, JsonNode newNode, Side side) {
        String name = oldNode.path("$ref").asText().replaceFirst(".*/", "");
        if (name.isEmpty()) {
            compareResolved(at, oldNode, resolved(newDocument, newNode), side);
        } else if (seen.add(name + side)) {
            compareResolved(name, resolved(oldDocument, oldNode), resolved(newDocument, newNode), side);
        }
    }

    private void compareResolved(String at, JsonNode oldNode, JsonNode newNode, Side side) {
        if (oldNode.isMissingNode() || newNode.isMissingNode()) {
            foundIf(!oldNode.equals(newNode), at, side, "has a schema only in one of the documents");
            return;
        }
        for (String word : List.of("type", "format")) {
            foundIf(
                    !oldNode.path(word).equals(newNode.path(word)),
                    at,
                    side,
                    "was %s, is %s".formatted(shown(oldNode, word), shown(newNode, word)));
        }
        for (String word : IGNORED) {
            foundIf(
                    !oldNode.path(word).equals(newNode.path(word)),
                    at,
                    side,
                    "has a different " + word + ", which cannot be compared");
        }
        compareWords(at, oldNode.path("enum"), newNode.path("enum"), side);
        if (side == Side.REQUEST) {
            compareBounds(at, oldNode, newNode);
        }
        compareProperties(at, oldNode, newNode, side);
        if (oldNode.has("items") && newNode.has("items")) {
            compare(at + "/*", oldNode.path("items"), newNode.path("items"), side);
        }
    }

    private void compareWords(String at, JsonNode oldNode, JsonNode newNode, Side side) {
        Set<String> gone = without(texts(oldNode), texts(newNode));
        Set<String> come = without(texts(newNode), texts(oldNode));
        switch (side) {
            case REQUEST ->
                foundIf(
                        newNode.isArray() && (oldNode.isMissingNode() || !gone.isEmpty()),
                        at,
                        side,
                        "accepts fewer values: only " + texts(newNode));
            case RESPONSE ->
                foundIf(
                        oldNode.isArray() && (newNode.isMissingNode() || !come.isEmpty()),
                        at,
                        side,
                        "has new values: " + come);
        }
    }

    private void compareBounds(String at, JsonNode oldNode, JsonNode newNode) {
        UPPER_BOUNDS.forEach(bound -> foundIf(
                isNarrower(oldNode.path(bound), newNode.path(bound), -1),
                at,
                Side.REQUEST,
                narrower(bound, oldNode, newNode)));
        LOWER_BOUNDS.forEach(bound -> foundIf(
                isNarrower(oldNode.path(bound), newNode.path(bound), 1),
                at,
                Side.REQUEST,
                narrower(bound, oldNode, newNode)));
        EXACT_BOUNDS.forEach(bound -> foundIf(
                newNode.has(bound) && !newNode.path(bound).equals(oldNode.path(bound)),
                at,
                Side.REQUEST,
                narrower(bound, oldNode, newNode)));
    }

    private void compareProperties(String at, JsonNode oldNode, JsonNode newNode, Side side) {
        Set<String> required = texts(oldNode.path("required"));
        Set<String> nowRequired = texts(newNode.path("required"));
        Set<String> stricter = side == Side.REQUEST ? without(nowRequired, required) : without(required, nowRequired);
        String change = side == Side.REQUEST ? "is required" : "is no longer required";
        stricter.forEach(name -> foundIf(newNode.path("properties").has(name), at + "/" + name, side, change));
        oldNode.path("properties").properties().forEach(property -> {
            JsonNode now = newNode.path("properties").path(property.getKey());
            String place = at + "/" + property.getKey();
            foundIf(now.isMissingNode(), place, side, "was removed");
            if (!now.isMissingNode()) {
                compare(place, property.getValue(), now, side);
            }
        });
    }

    private void foundIf(boolean breaks, String at, Side side, String what) {
        if (breaks) {
            found.add(at + (side == Side.REQUEST ? " (request) " : " (response) ") + what);
        }
    }

    private static boolean isNarrower(JsonNode oldNode, JsonNode newNode, int direction) {
        if (newNode.isMissingNode()) {
            return false;
        }
        return oldNode.isMissingNode() || number(newNode).compareTo(number(oldNode)) * direction > 0;
    }

    private static BigDecimal number(JsonNode bound) {
        return bound.decimalValue();
    }

    private static String narrower(String bound, JsonNode oldNode, JsonNode newNode) {
        return "has the " + bound + " " + shown(newNode, bound) + " instead of " + shown(oldNode, bound);
    }

    private static String shown(JsonNode schema, String word) {
        return schema.has(word) ? schema.path(word).asText() : "nothing";
    }

    private static Set<String> without(Set<String> all, Set<String> taken) {
        return all.stream().filter(one -> !taken.contains(one)).collect(toCollection(LinkedHashSet::new));
    }

    private static Set<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(toCollection(LinkedHashSet::new));
    }
}
