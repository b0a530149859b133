package com.vantage.shipping.openapi;

import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The served OpenAPI document, to check responses and examples against. */
public final class ApiDocument {
    private static final String ALTERNATIVES = "oneOf";

    private final JsonObject document;

    private ApiDocument(JsonObject document) {
        this.document = document;
    }

    static ApiDocument of(JsonObject document) {
        return new ApiDocument(document);
    }

    public static ApiDocument served() {
        return of(new JsonObject(
                given().queryParam("format", "json").get("/api/v2/openapi").asString()));
    }

    /**
     * An operation with its location.
     *
     * @param path path template with variables in braces
     */
    public record Place(String method, String path, JsonObject operation) {}

    public List<Place> places() {
        return document.getJsonObject("paths").stream()
                .flatMap(path -> ((JsonObject) path.getValue())
                        .stream()
                                .filter(method -> !method.getKey().equals("parameters"))
                                .map(method ->
                                        new Place(method.getKey().toUpperCase(Locale.ROOT), path.getKey(), (JsonObject)
                                                method.getValue())))
                .toList();
    }

    List<JsonObject> operations() {
        return places().stream().map(Place::operation).toList();
    }

    /** Finds an operation; empty if path or method are not documented. */
    public Optional<JsonObject> operation(String method, String path) {
        JsonObject paths = document.getJsonObject("paths");
        return paths.fieldNames().stream()
                .filter(template -> path.matches(template.replaceAll("\\{[^}]+}", "[^/]+")))
                .min(Comparator.comparing(template -> template.contains("{")))
                .map(template -> paths.getJsonObject(template).getJsonObject(method.toLowerCase(Locale.ROOT)));
    }

    /** Examples of request bodies. */
    public Stream<JsonObject> requestExamples(String operationId) {
        return operations().stream()
                .filter(operation -> operationId.equals(operation.getString("operationId")))
                .flatMap(operation -> Stream.ofNullable(operation.getJsonObject("requestBody")))
                .map(body -> body.getJsonObject("content"))
                .map(content -> content.getJsonObject("application/json").getJsonObject("examples"))
                .flatMap(ApiDocument::children)
                .map(example -> resolved(example).getJsonObject("value").copy());
    }

    /** Query, path and header parameters. */
    Stream<JsonObject> parameters(JsonObject operation) {
        return operation.getJsonArray("parameters", new JsonArray()).stream().map(each -> resolved((JsonObject) each));
    }

    /** Responses by status. */
    public Map<String, JsonObject> responses(JsonObject operation) {
        JsonObject responses = operation.getJsonObject("responses");
        return responses.fieldNames().stream()
                .collect(Collectors.toMap(status -> status, status -> resolved(responses.getJsonObject(status))));
    }

    /** Resolves a reference. */
    public JsonObject resolved(JsonObject maybeReference) {
        String ref = maybeReference.getString("$ref");
        if (ref == null) {
            return maybeReference;
        }
        return requireNonNull(
                (JsonObject) JsonPointer.from(ref.substring("#".length())).queryJson(document), ref);
    }

    /** Resolves a schema, to its first alternative if it has several. */
    public JsonObject firstAlternative(JsonObject maybeReference) {
        JsonObject schema = resolved(maybeReference);
        return schema.containsKey(ALTERNATIVES)
                ? resolved(schema.getJsonArray(ALTERNATIVES).getJsonObject(0))
                : schema;
    }

    JsonObject schema(String name) {
        return resolved(new JsonObject().put("$ref", "#/components/schemas/" + name));
    }

    /** Schemas by name. */
    Map<String, JsonObject> schemas() {
        JsonObject schemas = document.getJsonObject("components").getJsonObject("schemas");
        return schemas.fieldNames().stream().collect(Collectors.toMap(name -> name, schemas::getJsonObject));
    }

    /** Fails if a value lacks a required field, or has an undocumented one or one of another type. */
    public void requireShape(Object value, JsonObject maybeReference, String at) {
        JsonObject schema = resolved(maybeReference);
        if (schema.containsKey(ALTERNATIVES)) {
            requireOneShape(value, schema.getJsonArray(ALTERNATIVES), at);
            return;
        }
        switch (schema.getString("type")) {
            case "object" -> requireFields((JsonObject) value, schema, at);
            case "array" ->
                ((JsonArray) value).forEach(item -> requireShape(item, schema.getJsonObject("items"), at + "/*"));
            case "string" -> assertThat(value).as(at).isInstanceOf(String.class);
            case "integer" -> assertThat(value).as(at).isInstanceOfAny(Integer.class, Long.class);
            case "number" -> assertThat(value).as(at).isInstanceOf(Number.class);
            case "boolean" -> assertThat(value).as(at).isInstanceOf(Boolean.class);
            default -> fail(at + ": unknown type in " + schema);
        }
        if (schema.containsKey("enum")) {
            assertThat(schema.getJsonArray("enum")).as(at).contains(value);
        }
    }

    private void requireOneShape(Object value, JsonArray alternatives, String at) {
        List<AssertionError> mismatches = new ArrayList<>();
        for (int i = 0; i < alternatives.size(); i++) {
            try {
                requireShape(value, alternatives.getJsonObject(i), at);
            } catch (AssertionError mismatch) {
                mismatches.add(mismatch);
            }
        }
        assertThat(mismatches).as(at + " matches exactly one alternative").hasSize(alternatives.size() - 1);
    }

    private void requireFields(JsonObject value, JsonObject schema, String at) {
        JsonObject properties = schema.getJsonObject("properties");
        assertThat(value.fieldNames()).as("fields of " + at).isSubsetOf(properties.fieldNames());
        assertThat(value.fieldNames()).as("fields of " + at).containsAll(required(schema));
        value.forEach(field ->
                requireShape(field.getValue(), properties.getJsonObject(field.getKey()), at + "/" + field.getKey()));
    }

    private static List<String> required(JsonObject schema) {
        return schema.getJsonArray("required", new JsonArray()).stream()
                .map(Object::toString)
                .toList();
    }

    static Stream<JsonObject> children(JsonObject parent) {
        return parent.fieldNames().stream().map(parent::getJsonObject);
    }
}
