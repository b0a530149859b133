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
        SENT,
        /** Responses. */
        GOT
    }

    private static final List<String> UPPER_BOUNDS = List.of("maximum", "exclusiveMaximum", "maxLength", "maxItems");
    private static final List<String> LOWER_BOUNDS = List.of("minimum", "exclusiveMinimum", "minLength", "minItems");
    private static final List<String> EXACT_BOUNDS = List.of("pattern", "multipleOf", "uniqueItems");
    private static final List<String> NOT_JUDGED =
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
    void compare(String at, JsonNode was, JsonNode is, Side side) {
        String name = was.path("$ref").asText().replaceFirst(".*/", "");
        if (name.isEmpty()) {
            compareResolved(at, was, resolved(newDocument, is), side);
        } else if (seen.add(name + side)) {
            compareResolved(name, resolved(oldDocument, was), resolved(newDocument, is), side);
        }
    }

    private void compareResolved(String at, JsonNode was, JsonNode is, Side side) {
        if (was.isMissingNode() || is.isMissingNode()) {
            foundIf(!was.equals(is), at, side, "has a schema only in one of the documents");
            return;
        }
        for (String word : List.of("type", "format")) {
            foundIf(
                    !was.path(word).equals(is.path(word)),
                    at,
                    side,
                    "was %s, is %s".formatted(shown(was, word), shown(is, word)));
        }
        for (String word : NOT_JUDGED) {
            foundIf(
                    !was.path(word).equals(is.path(word)),
                    at,
                    side,
                    "has a different " + word + ", which cannot be compared");
        }
        compareWords(at, was.path("enum"), is.path("enum"), side);
        if (side == Side.SENT) {
            compareBounds(at, was, is);
        }
        compareProperties(at, was, is, side);
        if (was.has("items") && is.has("items")) {
            compare(at + "/*", was.path("items"), is.path("items"), side);
        }
    }

    private void compareWords(String at, JsonNode was, JsonNode is, Side side) {
        Set<String> gone = without(texts(was), texts(is));
        Set<String> come = without(texts(is), texts(was));
        switch (side) {
            case SENT ->
                foundIf(
                        is.isArray() && (was.isMissingNode() || !gone.isEmpty()),
                        at,
                        side,
                        "accepts fewer values: only " + texts(is));
            case GOT ->
                foundIf(was.isArray() && (is.isMissingNode() || !come.isEmpty()), at, side, "has new values: " + come);
        }
    }

    private void compareBounds(String at, JsonNode was, JsonNode is) {
        UPPER_BOUNDS.forEach(bound ->
                foundIf(isNarrower(was.path(bound), is.path(bound), -1), at, Side.SENT, narrower(bound, was, is)));
        LOWER_BOUNDS.forEach(bound ->
                foundIf(isNarrower(was.path(bound), is.path(bound), 1), at, Side.SENT, narrower(bound, was, is)));
        EXACT_BOUNDS.forEach(bound -> foundIf(
                is.has(bound) && !is.path(bound).equals(was.path(bound)), at, Side.SENT, narrower(bound, was, is)));
    }

    private void compareProperties(String at, JsonNode was, JsonNode is, Side side) {
        Set<String> required = texts(was.path("required"));
        Set<String> nowRequired = texts(is.path("required"));
        Set<String> stricter = side == Side.SENT ? without(nowRequired, required) : without(required, nowRequired);
        String change = side == Side.SENT ? "is required" : "is no longer required";
        stricter.forEach(name -> foundIf(is.path("properties").has(name), at + "/" + name, side, change));
        was.path("properties").properties().forEach(property -> {
            JsonNode now = is.path("properties").path(property.getKey());
            String place = at + "/" + property.getKey();
            foundIf(now.isMissingNode(), place, side, "was removed");
            if (!now.isMissingNode()) {
                compare(place, property.getValue(), now, side);
            }
        });
    }

    private void foundIf(boolean breaks, String at, Side side, String what) {
        if (breaks) {
            found.add(at + (side == Side.SENT ? " (request) " : " (response) ") + what);
        }
    }

    private static boolean isNarrower(JsonNode was, JsonNode is, int direction) {
        if (is.isMissingNode()) {
            return false;
        }
        return was.isMissingNode() || number(is).compareTo(number(was)) * direction > 0;
    }

    private static BigDecimal number(JsonNode bound) {
        return bound.decimalValue();
    }

    private static String narrower(String bound, JsonNode was, JsonNode is) {
        return "has the " + bound + " " + shown(is, bound) + " instead of " + shown(was, bound);
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
