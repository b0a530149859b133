package com.vantage.shipping.openapi;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.openapi.SchemaChanges.Side;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Finds breaking changes between two versions of an OpenAPI document. openapi-diff misses removed optional fields, and
 * changed types in OpenAPI 3.1 (docs/decisions/0016).
 */
final class BreakingChanges {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final String PROBLEM = "application/problem+json";

    private final JsonNode oldDocument;
    private final JsonNode newDocument;
    private final Set<String> found = new LinkedHashSet<>();
    private final SchemaChanges schemas;

    private BreakingChanges(JsonNode oldDocument, JsonNode newDocument) {
        this.oldDocument = oldDocument;
        this.newDocument = newDocument;
        this.schemas = new SchemaChanges(oldDocument, newDocument, found);
    }

    /** Describes each breaking change and its location in one sentence. */
    static Set<String> between(JsonNode oldDocument, JsonNode newDocument) {
        BreakingChanges changes = new BreakingChanges(oldDocument, newDocument);
        changes.compareOperations();
        return changes.found;
    }

    private void compareOperations() {
        Map<String, JsonNode> now = operations(newDocument);
        operations(oldDocument).forEach((at, oldNode) -> {
            if (isThere(now.get(at), at)) {
                compareOperation(at, oldNode, now.get(at));
            }
        });
    }

    private void compareOperation(String at, JsonNode oldNode, JsonNode newNode) {
        foundIf(
                !oldNode.path("operationId").equals(newNode.path("operationId")),
                at + " was renamed from " + oldNode.path("operationId") + " to " + newNode.path("operationId"));
        texts(oldNode.path("security"))
                .forEach(opened -> foundIf(
                        !texts(newNode.path("security")).contains(opened),
                        at + " no longer accepts the scope " + opened));
        compareParameters(
                at, named(oldNode.path("parameters"), oldDocument), named(newNode.path("parameters"), newDocument));
        compareRequest(
                at + " body",
                resolved(oldDocument, oldNode.path("requestBody")),
                resolved(newDocument, newNode.path("requestBody")));
        oldNode.path("responses").properties().forEach(answer -> {
            String place = at + " " + answer.getKey();
            JsonNode now = newNode.path("responses").get(answer.getKey());
            if (isThere(now, place)) {
                compareAnswer(place, resolved(oldDocument, answer.getValue()), resolved(newDocument, now));
            }
        });
    }

    private void compareParameters(String at, Map<String, JsonNode> oldNode, Map<String, JsonNode> newNode) {
        newNode.forEach((name, now) -> foundIf(
                now.path("required").asBoolean()
                        && !oldNode.getOrDefault(name, newDocument)
                                .path("required")
                                .asBoolean(),
                at + " " + name + " is required"));
        oldNode.forEach((name, before) -> {
            if (isThere(newNode.get(name), at + " " + name)) {
                schemas.compare(
                        at + " " + name,
                        before.path("schema"),
                        newNode.get(name).path("schema"),
                        Side.REQUEST);
            }
        });
    }

    private void compareRequest(String at, JsonNode oldNode, JsonNode newNode) {
        foundIf(
                newNode.path("required").asBoolean()
                        && !oldNode.path("required").asBoolean(),
                at + " is required");
        compareContents(at, oldNode.path("content"), newNode.path("content"), Side.REQUEST);
    }

    private void compareAnswer(String at, JsonNode oldNode, JsonNode newNode) {
        compareContents(at, oldNode.path("content"), newNode.path("content"), Side.RESPONSE);
        oldNode.path("content")
                .path(PROBLEM)
                .path("examples")
                .fieldNames()
                .forEachRemaining(kind -> isThere(
                        newNode.path("content").path(PROBLEM).path("examples").get(kind), at + " " + kind));
        oldNode.path("headers").properties().forEach(header -> {
            String place = at + " " + header.getKey();
            JsonNode before = resolved(oldDocument, header.getValue());
            if (isThere(newNode.path("headers").get(header.getKey()), place)) {
                JsonNode now = resolved(newDocument, newNode.path("headers").get(header.getKey()));
                foundIf(
                        before.path("required").asBoolean()
                                && !now.path("required").asBoolean(),
                        place + " is no longer required");
                schemas.compare(place, before.path("schema"), now.path("schema"), Side.RESPONSE);
            }
        });
    }

    private void compareContents(String at, JsonNode oldNode, JsonNode newNode, Side side) {
        oldNode.properties().forEach(content -> {
            String place = at + " " + content.getKey();
            if (isThere(newNode.get(content.getKey()), place)) {
                schemas.compare(
                        place,
                        content.getValue().path("schema"),
                        newNode.get(content.getKey()).path("schema"),
                        side);
            }
        });
    }

    private boolean isThere(JsonNode now, String at) {
        foundIf(now == null, at + " was removed");
        return now != null;
    }

    private void foundIf(boolean breaks, String sentence) {
        if (breaks) {
            found.add(sentence);
        }
    }

    private static Map<String, JsonNode> operations(JsonNode document) {
        Map<String, JsonNode> operations = new LinkedHashMap<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(member -> METHODS.contains(member.getKey()))
                .forEach(member -> operations.put(
                        member.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), member.getValue())));
        return operations;
    }

    private static Map<String, JsonNode> named(JsonNode parameters, JsonNode document) {
        return StreamSupport.stream(parameters.spliterator(), false)
                .map(parameter -> resolved(document, parameter))
                .collect(toMap(
                        parameter -> parameter.path("in").asText() + " "
                                + parameter.path("name").asText(),
                        Function.identity()));
    }

    private static Set<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::toString)
                .collect(toSet());
    }

    private static JsonNode resolved(JsonNode document, JsonNode maybeReference) {
        return SchemaChanges.resolved(document, maybeReference);
    }
}
