package com.vantage.shipping.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Equivalent notations of values in request bodies. */
public final class EquivalentNotations {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final BigDecimal BELOW_THE_FOURTH_DECIMAL = new BigDecimal("0.0000123456789");
    private static final List<String> BLANKS = List.of(" ", "\t", "\r\n", " \u00a0\u3000 ", "\u200b", "\ufeff \u202e");

    private EquivalentNotations() {}

    /** A random notation, mostly the original one. */
    public static Arbitrary<UnaryOperator<JsonNode>> of(JsonObject schema, boolean isRequired) {
        Arbitrary<UnaryOperator<JsonNode>> same = Arbitraries.just(value -> value);
        List<UnaryOperator<JsonNode>> others =
                switch (schema.getString("type")) {
                    case "string" -> texts(schema, isRequired);
                    case "number" -> numbers(schema);
                    case "integer" -> List.of(EquivalentNotations::withZeros, EquivalentNotations::withExponent);
                    default -> List.of();
                };
        return others.isEmpty()
                ? same
                : Arbitraries.frequencyOf(Tuple.of(4, same), Tuple.of(1, Arbitraries.of(others)));
    }

    /** Numbers without a step are rounded. */
    private static List<UnaryOperator<JsonNode>> numbers(JsonObject schema) {
        List<UnaryOperator<JsonNode>> numbers = new ArrayList<>();
        numbers.add(EquivalentNotations::withZeros);
        numbers.add(EquivalentNotations::withExponent);
        if (!schema.containsKey("multipleOf")) {
            numbers.add(EquivalentNotations::withMoreDecimals);
        }
        return numbers;
    }

    private static List<UnaryOperator<JsonNode>> texts(JsonObject schema, boolean isRequired) {
        List<UnaryOperator<JsonNode>> texts = new ArrayList<>();
        BLANKS.forEach(blank -> texts.add(value -> JSON.textNode(blank + value.asText() + blank)));
        if (schema.containsKey("enum")) {
            texts.add(value -> JSON.textNode(value.asText().toLowerCase(Locale.ROOT)));
            texts.add(value -> JSON.textNode(value.asText().toUpperCase(Locale.ROOT)));
        }
        if (!isRequired) {
            texts.add(value -> JSON.textNode(""));
            BLANKS.forEach(blank -> texts.add(value -> JSON.textNode(blank)));
        }
        return texts;
    }

    private static JsonNode withZeros(JsonNode number) {
        return JSON.numberNode(
                number.decimalValue().setScale(number.decimalValue().scale() + 5));
    }

    private static JsonNode withExponent(JsonNode number) {
        return JSON.rawValueNode(
                new RawValue(number.decimalValue().movePointLeft(3).toPlainString() + "e3"));
    }

    /** The service rounds it up to the original value, which is within the limits. */
    private static JsonNode withMoreDecimals(JsonNode number) {
        return JSON.numberNode(number.decimalValue().subtract(BELOW_THE_FOURTH_DECIMAL));
    }
}
