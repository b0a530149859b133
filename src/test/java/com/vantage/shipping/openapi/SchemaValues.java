package com.vantage.shipping.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.vantage.shipping.api.json.EquivalentNotations;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Generates values that a schema of the OpenAPI document allows. */
public final class SchemaValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_LIST_SIZE = 3;

    /** Texts that must not be interpreted. */
    private static final List<String> TEXTS = List.of(
            "Jane Doe",
            "9 Elm Dr",
            "Zoë Groß-Łukasz",
            "山田 太郎",
            "📦 dock 7",
            "O'Brien & Sons <shipping>",
            "'; DROP TABLE shipment; --",
            "$1 OR 1=1",
            "<script>alert(1)</script>",
            "{{7*7}} ${jndi:ldap://localhost/a}",
            "../../etc/passwd",
            "%s%n%x",
            "\\\" \\u0000 ",
            "a\u0301\u200b\u202e",
            "^XA^FDlabel^XZ",
            "x".repeat(35),
            "y".repeat(64),
            "z".repeat(100));

    private final ApiDocument document;
    private final Map<String, Arbitrary<String>> meanings;

    /**
     * Creates a generator.
     *
     * @param meanings meaningful values that the schema does not specify, by the name of a field or parameter, optionally
     *     prefixed with the operation id and a dot
     */
    public SchemaValues(ApiDocument document, Map<String, Arbitrary<String>> meanings) {
        this.document = document;
        this.meanings = meanings;
    }

    public Arbitrary<JsonNode> of(String name, JsonObject maybeReference) {
        JsonObject schema = document.firstAlternative(maybeReference);
        return switch (schema.getString("type")) {
            case "object" -> object(schema);
            case "array" -> list(name, schema);
            case "string" -> text(name, schema).map(JSON::textNode);
            case "boolean" -> Arbitraries.of(JSON.booleanNode(true), JSON.booleanNode(false));
            case "integer" -> numbers(name, schema, 0).map(JSON::numberNode);
            case "number" -> numbers(name, schema, 2).map(JSON::numberNode);
            default -> throw new IllegalArgumentException("unknown type in " + schema);
        };
    }

    Arbitrary<String> text(String name, JsonObject schema) {
        Arbitrary<String> meaning = meanings.getOrDefault(name, meanings.get(name.replaceFirst("^\\w+\\.", "")));
        if (meaning != null) {
            return meaning;
        }
        if (schema.containsKey("enum")) {
            return Arbitraries.of(
                    schema.getJsonArray("enum").stream().map(String.class::cast).toList());
        }
        return Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.of(TEXTS)),
                        Tuple.of(
                                1, Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(40)))
                .filter(10_000, text -> isAllowed(text, schema));
    }

    /** A value in any notation that is valid in a body. */
    private Arbitrary<JsonNode> withNotation(String name, JsonObject schema, boolean isRequired) {
        return Combinators.combine(
                        of(name, schema), EquivalentNotations.of(document.firstAlternative(schema), isRequired))
                .as((value, notation) -> notation.apply(value));
    }

    private Arbitrary<JsonNode> object(JsonObject schema) {
        JsonArray required = schema.getJsonArray("required", new JsonArray());
        List<Arbitrary<Optional<Tuple.Tuple2<String, JsonNode>>>> fields = schema.getJsonObject("properties").stream()
                .map(field -> field(field.getKey(), (JsonObject) field.getValue(), required))
                .toList();
        return Combinators.combine(fields).as(SchemaValues::assembled);
    }

    private Arbitrary<Optional<Tuple.Tuple2<String, JsonNode>>> field(
            String name, JsonObject schema, JsonArray required) {
        boolean isRequired = required.contains(name);
        return withNotation(name, schema, isRequired)
                .map(value -> Tuple.of(name, value))
                .optional(isRequired ? 1 : 0.4);
    }

    private static JsonNode assembled(List<Optional<Tuple.Tuple2<String, JsonNode>>> fields) {
        ObjectNode object = JSON.objectNode();
        fields.forEach(field -> field.ifPresent(value -> object.set(value.get1(), value.get2())));
        return object;
    }

    private Arbitrary<JsonNode> list(String name, JsonObject schema) {
        return withNotation(name, schema.getJsonObject("items"), true)
                .list()
                .ofMinSize(schema.getInteger("minItems", 0))
                .ofMaxSize(Math.min(MAX_LIST_SIZE, schema.getInteger("maxItems", MAX_LIST_SIZE)))
                .map(items -> new ArrayNode(JSON, items));
    }

    /** Numbers, mostly small ones, which carriers accept, but long deadlines. */
    private static Arbitrary<BigDecimal> numbers(String name, JsonObject schema, int scale) {
        if (schema.containsKey("enum")) {
            return Arbitraries.of(schema.getJsonArray("enum").stream()
                    .map(number -> new BigDecimal(number.toString()))
                    .toList());
        }
        BigDecimal least = name.equals("deadline_ms")
                ? BigDecimal.valueOf(8_000)
                : bound(schema, "minimum", bound(schema, "exclusiveMinimum", BigDecimal.ZERO));
        BigDecimal most = bound(schema, "maximum", least.add(BigDecimal.valueOf(1000)));
        BigDecimal step = BigDecimal.ONE.movePointLeft(scale);
        Arbitrary<BigDecimal> usual = Arbitraries.integers()
                .between(1, 200)
                .map(BigDecimal::valueOf)
                .map(number -> number.max(least).min(most));
        Arbitrary<BigDecimal> any =
                Arbitraries.bigDecimals().between(least, most).ofScale(scale).map(number -> number.max(step));
        return Arbitraries.frequencyOf(Tuple.of(9, usual), Tuple.of(1, any));
    }

    public static BigDecimal bound(JsonObject schema, String name, BigDecimal otherwise) {
        return schema.containsKey(name) ? new BigDecimal(schema.getNumber(name).toString()) : otherwise;
    }

    public static boolean isAllowed(String text, JsonObject schema) {
        return text.length() >= schema.getInteger("minLength", 0)
                && text.length() <= schema.getInteger("maxLength", Integer.MAX_VALUE)
                && Pattern.compile(schema.getString("pattern", ""))
                        .matcher(text)
                        .find();
    }
}
