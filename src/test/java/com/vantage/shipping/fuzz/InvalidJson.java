package com.vantage.shipping.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.vantage.shipping.openapi.ApiDocument;
import com.vantage.shipping.openapi.SchemaValues;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Generates JSON with one violation of its schema. */
final class InvalidJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final BigDecimal A_LOT = new BigDecimal("1e9");
    private static final List<String> CONTROLS =
            List.of("\u0000", "\b", "\t", "\n", "\r", "\u001f", "\u007f", "\u0085", "\u009f", "\u2028", "\u2029");

    private final ApiDocument document;

    /**
     * JSON with one violation.
     *
     * @param idea description of the violation
     * @param pointer location of the violation
     */
    record Spoilt(String idea, String pointer, String text) {}

    /** The location of a value, which may be absent. */
    private record Spot(
            ObjectNode whole,
            JsonNode parent,
            String name,
            int index,
            String pointer,
            JsonObject schema,
            boolean required) {
        Spot field(String child, JsonObject of, boolean isRequired) {
            return new Spot(whole, value(), child, -1, pointer + "/" + child, of, isRequired);
        }

        Spot item(int place, JsonObject of) {
            return new Spot(whole, value(), "", place, pointer + "/" + place, of, true);
        }

        JsonNode value() {
            return parent.path(index).isMissingNode() ? parent.path(name) : parent.path(index);
        }

        void become(JsonNode other) {
            if (parent instanceof ArrayNode list) {
                list.set(index, other);
            } else if (other.isMissingNode()) {
                ((ObjectNode) parent).remove(name);
            } else {
                ((ObjectNode) parent).set(name, other);
            }
        }
    }

    private record Blow(String idea, Spot spot, JsonNode instead) {
        /** Too long numbers are rejected before the parser knows their field. */
        String pointer() {
            return idea.endsWith("digits") ? spot.pointer().replaceFirst("/[^/]+$", "") : spot.pointer();
        }
    }

    InvalidJson(ApiDocument document) {
        this.document = document;
    }

    Arbitrary<Spoilt> of(JsonNode good, JsonObject maybeReference) {
        ObjectNode holder = JSON.objectNode().set("", good.deepCopy());
        Spot root = new Spot(holder, holder, "", -1, "", document.resolved(maybeReference), true);
        return Arbitraries.of(
                        spots(root).filter(spot -> !spot.pointer().isEmpty()).toList())
                .flatMap(spot -> Arbitraries.of(blows(spot)))
                .map(InvalidJson::struck);
    }

    private static Spoilt struck(Blow blow) {
        JsonNode before = blow.spot().value();
        blow.spot().become(blow.instead());
        String text = text(blow.spot().whole().get(""));
        blow.spot().become(before);
        return new Spoilt(blow.idea() + " at " + blow.spot().pointer(), blow.pointer(), text);
    }

    private Stream<Spot> spots(Spot spot) {
        JsonNode value = spot.value();
        return Stream.concat(
                Stream.of(spot),
                value instanceof ObjectNode
                        ? fields(spot).flatMap(this::spots)
                        : value instanceof ArrayNode list ? items(spot, list).flatMap(this::spots) : Stream.of());
    }

    private Stream<Spot> fields(Spot spot) {
        JsonArray required = spot.schema().getJsonArray("required", new JsonArray());
        return spot.schema().getJsonObject("properties").stream()
                .map(field -> spot.field(
                        field.getKey(),
                        document.resolved((JsonObject) field.getValue()),
                        required.contains(field.getKey())));
    }

    private Stream<Spot> items(Spot spot, ArrayNode list) {
        JsonObject items = document.resolved(spot.schema().getJsonObject("items"));
        return Stream.iterate(0, i -> i < list.size(), i -> i + 1).map(i -> spot.item(i, items));
    }

    private List<Blow> blows(Spot spot) {
        List<Blow> blows = new ArrayList<>();
        if (spot.required()) {
            blows.add(new Blow("null", spot, JSON.nullNode()));
        }
        if (spot.required() && !spot.parent().isArray()) {
            blows.add(new Blow("missing", spot, JSON.missingNode()));
        }
        strangers(spot.schema().getString("type")).forEach(other -> blows.add(new Blow("another type", spot, other)));
        ofItsType(spot).forEach(blows::add);
        if (!spot.value().isMissingNode() && !spot.parent().isArray()) {
            String value = text(spot.value());
            blows.add(new Blow("twice", spot, raw(value + ",\"" + spot.name() + "\":" + value)));
        }
        return blows;
    }

    private static Stream<JsonNode> strangers(String type) {
        return Stream.of(
                        Stream.<JsonNode>of(JSON.numberNode(1), raw("2026.5")).filter(other -> !isNumber(type)),
                        Stream.<JsonNode>of(JSON.textNode("1"), JSON.textNode("true"), JSON.textNode(""))
                                .filter(other -> !type.equals("string")),
                        Stream.<JsonNode>of(JSON.booleanNode(true)).filter(other -> !type.equals("boolean")),
                        Stream.<JsonNode>of(JSON.arrayNode(), raw("[".repeat(40) + "]".repeat(40)))
                                .filter(other -> !type.equals("array")),
                        Stream.<JsonNode>of(JSON.objectNode().put("a", 1)).filter(other -> !type.equals("object")))
                .flatMap(others -> others);
    }

    private static boolean isNumber(String type) {
        return type.equals("number") || type.equals("integer");
    }

    private static Stream<Blow> ofItsType(Spot spot) {
        return switch (spot.schema().getString("type")) {
            case "string" -> texts(spot);
            case "number", "integer" -> numbers(spot);
            case "array" -> lists(spot);
            default -> Stream.of();
        };
    }

    private static Stream<Blow> texts(Spot spot) {
        JsonObject schema = spot.schema();
        String value = spot.value().asText();
        Stream<Blow> controls = CONTROLS.stream()
                .map(control -> new Blow("control character", spot, JSON.textNode("a" + value + control + "b")));
        Stream<Blow> halves = Stream.of(
                new Blow("half a character", spot, raw("\"\\ud83d\"")),
                new Blow("half a character", spot, raw("\"\\udce6 12345\"")));
        Stream<Blow> blanks = Stream.of("", " ", "\t\r\n", "\u00a0\u200b")
                .filter(blank -> spot.required())
                .map(blank -> new Blow("nothing but blanks", spot, JSON.textNode(blank)));
        Stream<Blow> unfit = Stream.of(
                        "teleport",
                        "1000",
                        "100011",
                        "10001-12",
                        "10001\n",
                        "ny",
                        "US ",
                        "１０００１",
                        "2026-02-30",
                        "20261124",
                        "2026-11-24T00:00:00Z",
                        "+12000-01-01",
                        "tomorrow",
                        "x".repeat(300),
                        "x".repeat(20_000))
                .filter(text -> !isAllowed(text, schema))
                .map(text -> new Blow(
                        "unfit text " + text.substring(0, Math.min(20, text.length())), spot, JSON.textNode(text)));
        return Stream.of(controls, halves, blanks, unfit).flatMap(blows -> blows);
    }

    private static boolean isAllowed(String text, JsonObject schema) {
        if (schema.containsKey("enum")) {
            return schema.getJsonArray("enum").contains(text);
        }
        return switch (schema.getString("format", "")) {
            case "date" -> false;
            case "email" -> SchemaValues.isAllowed(text, schema) && text.contains("@");
            default -> SchemaValues.isAllowed(text, schema);
        };
    }

    private static Stream<Blow> numbers(Spot spot) {
        BigDecimal least = SchemaValues.bound(spot.schema(), "minimum", BigDecimal.ZERO);
        BigDecimal most = SchemaValues.bound(spot.schema(), "maximum", A_LOT);
        Stream<String> notWhole = Stream.of("1e-400", "1e-999999999", "0.123456789012345678901234567891", "2500.00001")
                .filter(digits -> spot.schema().getString("type").equals("integer"));
        Stream<String> beyond = Stream.of(
                "-1",
                "0",
                least.subtract(BigDecimal.ONE).toPlainString(),
                most.add(new BigDecimal("0.00001")).toPlainString(),
                "1e400",
                "-1e400",
                "-1e-400",
                "1e999999999",
                "1e99999999999",
                "2147483648",
                "9223372036854775808",
                "123456789012345678901234567890",
                "9".repeat(400));
        return Stream.concat(notWhole, beyond)
                .map(digits -> new Blow("number " + shortened(digits), spot, raw(digits)));
    }

    private static Stream<Blow> lists(Spot spot) {
        List<Blow> blows = new ArrayList<>();
        blows.add(new Blow("nothing in it", spot, JSON.arrayNode()));
        if (!spot.value().isEmpty()) {
            JsonNode item = spot.value().get(0);
            int most = spot.schema().getInteger("maxItems", 1_000);
            blows.add(new Blow("too many", spot, list(item, most + 1)));
        }
        if (spot.value().path(0).isObject()) {
            blows.add(new Blow("far too many", spot, list(JSON.objectNode(), 15_000)));
        }
        return blows.stream();
    }

    private static ArrayNode list(JsonNode item, int size) {
        ArrayNode list = JSON.arrayNode();
        Stream.generate(() -> item).limit(size).forEach(list::add);
        return list;
    }

    private static String shortened(String digits) {
        return digits.length() > 100 ? digits.length() + " digits" : digits;
    }

    private static JsonNode raw(String text) {
        return JSON.rawValueNode(new RawValue(text));
    }

    private static String text(JsonNode tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
