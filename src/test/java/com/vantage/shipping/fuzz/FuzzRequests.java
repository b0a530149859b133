package com.vantage.shipping.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.vantage.shipping.fuzz.FuzzRequest.Kind;
import com.vantage.shipping.openapi.ApiDocument;
import com.vantage.shipping.openapi.SchemaValues;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** Generates requests from the OpenAPI document: valid ones, and some with one violation. */
final class FuzzRequests {
    private static final Integer[] SUCCESS = {200, 201, 202, 404, 409, 422};
    /** Weights of expensive operations: a purchase buys a label, a quote calls three carriers; others have weight 6. */
    private static final Map<String, Integer> SHARES =
            Map.of("createShipment", 1, "createShipmentsBatch", 1, "quoteRatesBatch", 1, "quoteRates", 2);

    private static final Predicate<String> HAS_LETTERS_OR_DIGITS =
            Pattern.compile("[\\p{L}\\d]").asPredicate();

    private final ApiDocument document;
    private final FuzzWords words;
    private final SchemaValues values;
    private final InvalidJson invalidJson;

    FuzzRequests(ApiDocument document, FuzzWords words) {
        this.document = document;
        this.words = words;
        this.values = new SchemaValues(document, words.meanings());
        this.invalidJson = new InvalidJson(document);
    }

    /** Valid requests of all operations, expensive ones rarely. */
    Arbitrary<FuzzRequest> valid() {
        return Arbitraries.frequencyOf(document.places().stream()
                .map(place ->
                        Tuple.of(SHARES.getOrDefault(place.operation().getString("operationId"), 6), valid(place)))
                .toList());
    }

    /** Requests with one violation, more than half of them in a body. */
    Arbitrary<FuzzRequest> nearlyValid() {
        List<Arbitrary<FuzzRequest>> bodies = new ArrayList<>();
        List<Arbitrary<FuzzRequest>> others = new ArrayList<>();
        for (ApiDocument.Place place : document.places()) {
            schema(place).ifPresent(schema -> bodies.add(invalidBody(place, schema)));
            parameters(place, "query").forEach(parameter -> others.add(invalidQuery(place, parameter)));
            parameters(place, "path").forEach(parameter -> others.add(invalidPath(place)));
            others.add(invalidHeaders(place));
        }
        return Arbitraries.frequencyOf(Tuple.of(6, Arbitraries.oneOf(bodies)), Tuple.of(4, Arbitraries.oneOf(others)));
    }

    Arbitrary<FuzzRequest> valid(ApiDocument.Place place) {
        Arbitrary<FuzzRequest> base = Combinators.combine(path(place), query(place))
                .as((path, query) -> FuzzRequest.of(Kind.VALID, "valid", place.method(), path + query)
                        .allow(SUCCESS));
        Arbitrary<FuzzRequest> whole = schema(place)
                .map(schema -> Combinators.combine(base, body(place, schema))
                        .as((request, body) -> request.json(body.toString())))
                .orElse(base);
        return Combinators.combine(whole, words.requestIds().optional(0.3), key(place))
                .as((request, id, key) -> with("Idempotency-Key", key, with("X-Request-ID", id, request)));
    }

    private static FuzzRequest with(String header, Optional<String> value, FuzzRequest request) {
        return value.map(told -> request.with(header, told)).orElse(request);
    }

    private Arbitrary<Optional<String>> key(ApiDocument.Place place) {
        return requiresKey(place)
                ? words.keys().map(Optional::of)
                : takesKey(place) ? words.keys().optional(0.7) : Arbitraries.just(Optional.empty());
    }

    private boolean requiresKey(ApiDocument.Place place) {
        return parameters(place, "header")
                .anyMatch(header ->
                        header.getString("name").equals("Idempotency-Key") && header.getBoolean("required", false));
    }

    private boolean takesKey(ApiDocument.Place place) {
        return parameters(place, "header")
                .anyMatch(header -> header.getString("name").equals("Idempotency-Key"));
    }

    Arbitrary<JsonNode> body(ApiDocument.Place place, JsonObject schema) {
        Arbitrary<JsonNode> any = values.of("", schema);
        Arbitrary<JsonNode> generated =
                switch (place.operation().getString("operationId")) {
                    case "createShipment" ->
                        Combinators.combine(any, values.of("packages", packages(schema)), words.services())
                                .as(FuzzRequests::purchase);
                    case "createManifest" -> any.map(FuzzRequests::manifest);
                    case "createPickup" ->
                        Combinators.combine(any, words.services()).as(FuzzRequests::pickup);
                    case "quoteRates" -> any.map(body -> withPlaces(body, "zip", "10001"));
                    default -> any;
                };
        return generated.map(FuzzRequests::withoutExemptionFromItn).map(FuzzRequests::withPossibleOptions);
    }

    /** An export has a filing number or an exemption from filing. */
    private static JsonNode withoutExemptionFromItn(JsonNode body) {
        body.findParents("itn").forEach(customs -> ((ObjectNode) customs).remove("export_exemption"));
        return body;
    }

    /** A location is for packages that are held, a resolution for ZPL, and letter size for PDF. */
    private static JsonNode withPossibleOptions(JsonNode body) {
        body.findParents("location_id").forEach(options -> ((ObjectNode) options).put("hold_for_pickup", true));
        body.findParents("label_dpi").forEach(options -> ((ObjectNode) options).remove("label_size"));
        for (JsonNode shipment : body.findParents("options")) {
            JsonNode options = shipment.path("options");
            if (options.has("label_dpi") || options.has("label_size")) {
                ((ObjectNode) shipment).put("label_format", options.has("label_dpi") ? "ZPL" : "PDF");
            }
        }
        return body;
    }

    Optional<JsonObject> schema(ApiDocument.Place place) {
        return Optional.ofNullable(place.operation().getJsonObject("requestBody"))
                .map(body -> body.getJsonObject("content")
                        .getJsonObject("application/json")
                        .getJsonObject("schema"))
                .map(document::firstAlternative);
    }

    private JsonObject packages(JsonObject schema) {
        return document.resolved(schema).getJsonObject("properties").getJsonObject("packages");
    }

    /** Adds a field that addresses in the US need, though not those elsewhere. */
    private static JsonNode withPlaces(JsonNode body, String field, String value) {
        Stream.of("origin", "destination")
                .map(who -> (ObjectNode) body.get(who))
                .filter(address ->
                        !HAS_LETTERS_OR_DIGITS.test(address.path(field).asText()))
                .forEach(address -> address.put(field, value));
        return body;
    }

    /** Adds what the schema does not specify: an existing service, names, and what the US needs. */
    private static JsonNode purchase(JsonNode any, JsonNode packages, Tuple2<String, String> service) {
        ObjectNode body = ((ObjectNode) any).put("carrier", service.get1()).put("service_code", service.get2());
        body.set("packages", packages);
        Stream.of("origin", "destination").forEach(who -> ((ObjectNode) body.get(who)).put("name", "Jane Doe"));
        return withPlaces(withPlaces(body, "zip", "10001"), "state", "NY");
    }

    /** A manifest of all shipments, which are not those of the schema. */
    private static JsonNode manifest(JsonNode any) {
        ObjectNode body = ((ObjectNode) any).put("carrier", "USPS").put("origin_zip", "10001");
        body.remove("shipments");
        return body;
    }

    /** A pickup of counted packages, as there are no shipments with the ids of the schema. */
    private static JsonNode pickup(JsonNode any, Tuple2<String, String> service) {
        ObjectNode body = ((ObjectNode) any)
                .put("carrier", service.get1())
                .put("ready_time", "09:00")
                .put("close_time", "17:00")
                .put("total_weight_oz", 64);
        body.remove("shipments");
        body.putArray("packages")
                .addObject()
                .put("service_code", service.get2())
                .put("count", 2);
        ObjectNode address = (ObjectNode) body.get("address");
        address.put("name", "Jane Doe").put("phone", "2125550100").put("country", "US");
        address.put("zip", "10001").put("state", "NY");
        return body;
    }

    private Arbitrary<FuzzRequest> invalidBody(ApiDocument.Place place, JsonObject schema) {
        Arbitrary<InvalidJson.InvalidBody> bodies = body(place, schema).flatMap(good -> invalidJson.of(good, schema));
        Arbitrary<Optional<String>> key = requiresKey(place) ? key(place) : Arbitraries.just(Optional.empty());
        return Combinators.combine(path(place), bodies, key).as((path, body, value) -> {
            FuzzRequest request = with(
                    "Idempotency-Key",
                    value,
                    FuzzRequest.of(Kind.NEARLY_VALID, body.description(), place.method(), path)
                            .json(body.text()));
            // Invalid items have results of their own
            return place.path().endsWith("/batch")
                    ? request.allow(200, 400)
                    : request.allow(400).invalidAt(body.pointer().isEmpty() ? null : body.pointer());
        });
    }

    private Arbitrary<FuzzRequest> invalidQuery(ApiDocument.Place place, JsonObject parameter) {
        String name = parameter.getString("name");
        List<String> invalid = words.invalidValues(parameter.getJsonObject("schema"));
        return Combinators.combine(path(place), Arbitraries.of(invalid)).as((path, value) -> FuzzRequest.of(
                        Kind.NEARLY_VALID, "unfit " + name, place.method(), path + "?" + name + "=" + value)
                .allow(400)
                .invalidAt(name));
    }

    /** Invalid ids and invalid percent-encoding. */
    private Arbitrary<FuzzRequest> invalidPath(ApiDocument.Place place) {
        return words.badSegments().map(segment -> FuzzRequest.of(
                        Kind.NEARLY_VALID,
                        "unfit id",
                        place.method(),
                        FuzzWords.withMissingIds(
                                place.path().replaceFirst("\\{[^}]+}", Matcher.quoteReplacement(segment))))
                // Without a body there is no media type either
                .allow(schema(place).isPresent() ? new Integer[] {400, 404, 415} : new Integer[] {400, 404}));
    }

    private Arbitrary<FuzzRequest> invalidHeaders(ApiDocument.Place place) {
        List<FuzzWords.Header> invalid =
                words.badHeaders(answersJson(place), schema(place).isPresent(), takesKey(place));
        return valid(place)
                .map(request -> request.as(Kind.NEARLY_VALID, "unfit header"))
                .flatMap(request -> Arbitraries.of(invalid).map(header -> request.with(header.name(), header.value())
                        .allow(header.statuses())
                        .invalidAt(header.description())));
    }

    private static boolean answersJson(ApiDocument.Place place) {
        return !place.path().matches(".*/(label|document|documents/\\{type})");
    }

    private Arbitrary<String> path(ApiDocument.Place place) {
        return words.shipmentIds()
                .map(id -> FuzzWords.withMissingIds(place.path()
                        .replace("{shipment_id}", id)
                        .replace("{pickup_id}", id.replace("VNT", "PKP"))
                        .replace("{manifest_id}", id.replace("VNT", "MAN"))
                        .replace("{type}", "commercial_invoice")));
    }

    private Arbitrary<String> query(ApiDocument.Place place) {
        // Deprecated parameters cannot be combined with their replacements
        List<Arbitrary<Optional<String>>> pairs = parameters(place, "query")
                .filter(parameter -> !parameter.getBoolean("deprecated", false))
                .map(parameter -> values.of(
                                place.operation().getString("operationId") + "." + parameter.getString("name"),
                                parameter.getJsonObject("schema"))
                        .map(value -> parameter.getString("name") + "=" + encoded(value.asText()))
                        .optional(0.4))
                .toList();
        return pairs.isEmpty()
                ? Arbitraries.just("")
                : Combinators.combine(pairs)
                        .as(told -> told.stream().flatMap(Optional::stream).collect(Collectors.joining("&", "?", "")));
    }

    private Stream<JsonObject> parameters(ApiDocument.Place place, String in) {
        return place.operation().getJsonArray("parameters", new JsonArray()).stream()
                .map(parameter -> document.resolved((JsonObject) parameter))
                .filter(parameter -> parameter.getString("in").equals(in));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
