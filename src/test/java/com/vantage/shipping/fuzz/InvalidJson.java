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
    private static final BigDecimal HUGE = new BigDecimal("1e9");
    private static final List<String> CONTROLS =
            List.of("\u0000", "\b", "\t", "\n", "\r", "\u001f", "\u007f", "\u0085", "\u009f", "\u2028", "\u2029");

    private final ApiDocument document;

    /**
     * JSON with one violation.
     *
     * @param description description of the violation
     * @param pointer location of the violation
     */
    record InvalidBody(String description, String pointer, String text) {}

    /** The location of a value, which may be absent. */
    private record Location(
            ObjectNode document,
            JsonNode parent,
            String name,
            int index,
            String pointer,
            JsonObject schema,
            boolean required) {
        Location field(String child, JsonObject of, boolean isRequired) {
            return new Location(document, value(), child, -1, pointer + "/" + child, of, isRequired);
        }

        Location item(int place, JsonObject of) {
            return new Location(document, value(), "", place, pointer + "/" + place, of, true);
        }

        JsonNode value() {
            return parent.path(index).isMissingNode() ? parent.path(name) : parent.path(index);
        }

        void replaceWith(JsonNode other) {
            if (parent instanceof ArrayNode list) {
                list.set(index, other);
            } else if (other.isMissingNode()) {
                ((ObjectNode) parent).remove(name);
            } else {
                ((ObjectNode) parent).set(name, other);
            }
        }
    }

    private record Mutation(String description, Location location, JsonNode instead) {
        /** Too long numbers are rejected before the parser knows their field. */
        String pointer() {
            return description.endsWith("digits") ? location.pointer().replaceFirst("/[^/]+$", "") : location.pointer();
        }
    }

    InvalidJson(ApiDocument document) {
        this.document = document;
    }

    Arbitrary<InvalidBody> of(JsonNode valid, JsonObject maybeReference) {
        ObjectNode holder = JSON.objectNode().set("", valid.deepCopy());
        Location root = new Location(holder, holder, "", -1, "", document.resolved(maybeReference), true);
        return Arbitraries.of(locations(root)
                        .filter(location -> !location.pointer().isEmpty())
                        .toList())
                .flatMap(location -> Arbitraries.of(mutations(location)))
                .map(InvalidJson::mutate);
    }

    private static InvalidBody mutate(Mutation mutation) {
        JsonNode before = mutation.location().value();
        mutation.location().replaceWith(mutation.instead());
        String text = text(mutation.location().document().get(""));
        mutation.location().replaceWith(before);
        return new InvalidBody(
                mutation.description() + " at " + mutation.location().pointer(), mutation.pointer(), text);
    }

    private Stream<Location> locations(Location location) {
        JsonNode value = location.value();
        return Stream.concat(
                Stream.of(location),
                value instanceof ObjectNode
                        ? fields(location).flatMap(this::locations)
                        : value instanceof ArrayNode list
                                ? items(location, list).flatMap(this::locations)
                                : Stream.of());
    }

    private Stream<Location> fields(Location location) {
        JsonArray required = location.schema().getJsonArray("required", new JsonArray());
        return location.schema().getJsonObject("properties").stream()
                .map(field -> location.field(
                        field.getKey(),
                        document.resolved((JsonObject) field.getValue()),
                        required.contains(field.getKey())));
    }

    private Stream<Location> items(Location location, ArrayNode list) {
        JsonObject items = document.firstAlternative(location.schema().getJsonObject("items"));
        return Stream.iterate(0, i -> i < list.size(), i -> i + 1).map(i -> location.item(i, items));
    }

    private List<Mutation> mutations(Location location) {
        List<Mutation> mutations = new ArrayList<>();
        if (location.required()) {
            mutations.add(new Mutation("null", location, JSON.nullNode()));
        }
        if (location.required() && !location.parent().isArray()) {
            mutations.add(new Mutation("missing", location, JSON.missingNode()));
        }
        otherTypes(location.schema().getString("type"))
                .forEach(other -> mutations.add(new Mutation("another type", location, other)));
        ofItsType(location).forEach(mutations::add);
        if (!location.value().isMissingNode() && !location.parent().isArray()) {
            String value = text(location.value());
            mutations.add(new Mutation("twice", location, raw(value + ",\"" + location.name() + "\":" + value)));
        }
        return mutations;
    }

    private static Stream<JsonNode> otherTypes(String type) {
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

    private static Stream<Mutation> ofItsType(Location location) {
        return switch (location.schema().getString("type")) {
            case "string" -> texts(location);
            case "number", "integer" -> numbers(location);
            case "array" -> lists(location);
            default -> Stream.of();
        };
    }

    private static Stream<Mutation> texts(Location location) {
        JsonObject schema = location.schema();
        String value = location.value().asText();
        Stream<Mutation> controls = CONTROLS.stream()
                .map(control ->
                        new Mutation("control character", location, JSON.textNode("a" + value + control + "b")));
        Stream<Mutation> halves = Stream.of(
                new Mutation("half a character", location, raw("\"\\ud83d\"")),
                new Mutation("half a character", location, raw("\"\\udce6 12345\"")));
        Stream<Mutation> blanks = Stream.of("", " ", "\t\r\n", "\u00a0\u200b")
                .filter(blank -> location.required())
                .map(blank -> new Mutation("nothing but blanks", location, JSON.textNode(blank)));
        Stream<Mutation> unfit = Stream.of(
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
                .map(text -> new Mutation(
                        "unfit text " + text.substring(0, Math.min(20, text.length())), location, JSON.textNode(text)));
        return Stream.of(controls, halves, blanks, unfit).flatMap(mutations -> mutations);
    }

    private static boolean isAllowed(String text, JsonObject schema) {
        if (schema.containsKey("enum")) {
            return schema.getJsonArray("enum").contains(text);
        }
        return switch (schema.getString("format", "")) {
            case "date" -> false;
            case "date-time" -> text.endsWith("Z");
            case "email" -> SchemaValues.isAllowed(text, schema) && text.contains("@");
            default -> SchemaValues.isAllowed(text, schema);
        };
    }

    private static Stream<Mutation> numbers(Location location) {
        BigDecimal least = SchemaValues.bound(location.schema(), "minimum", BigDecimal.ZERO);
        BigDecimal most = SchemaValues.bound(location.schema(), "maximum", HUGE);
        Stream<String> notWhole = Stream.of("1e-400", "1e-999999999", "0.123456789012345678901234567891", "2500.00001")
                .filter(digits -> location.schema().getString("type").equals("integer"));
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
                .map(digits -> new Mutation("number " + shortened(digits), location, raw(digits)));
    }

    private static Stream<Mutation> lists(Location location) {
        List<Mutation> mutations = new ArrayList<>();
        mutations.add(new Mutation("nothing in it", location, JSON.arrayNode()));
        if (!location.value().isEmpty()) {
            JsonNode item = location.value().get(0);
            int most = location.schema().getInteger("maxItems", 1_000);
            mutations.add(new Mutation("too many", location, list(item, most + 1)));
        }
        if (location.value().path(0).isObject()) {
            mutations.add(new Mutation("far too many", location, list(JSON.objectNode(), 15_000)));
        }
        return mutations.stream();
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
