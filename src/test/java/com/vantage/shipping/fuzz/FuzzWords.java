package com.vantage.shipping.fuzz;

import com.vantage.shipping.carrier.ShipDateRules;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.openapi.SchemaValues;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.jspecify.annotations.Nullable;

/**
 * Valid and invalid values where a schema does not specify them.
 *
 * @param ids ids of existing shipments
 * @param offeredServices carriers with their services
 */
record FuzzWords(List<String> ids, List<Tuple2<String, String>> offeredServices) {
    /**
     * An invalid header.
     *
     * @param description what the error must name
     * @param statuses expected statuses
     */
    record Header(String name, String value, @Nullable String description, Set<Integer> statuses) {}

    /** Replaces the variables of a path template by ids that do not exist. */
    static String withMissingIds(String template) {
        return template.replace("{shipment_id}", "VNT-2026-1")
                .replace("{webhook_id}", "wh_0123456789012345678901")
                .replace("{delivery_id}", "evt_1042");
    }

    Map<String, Arbitrary<String>> meanings() {
        LocalDate today = new ShipDateRules(Clock.systemUTC()).today(new RateAddress("10001", "US", false));
        return Map.ofEntries(
                Map.entry("zip", zips()),
                Map.entry("origin_zip", Arbitraries.of("10001", "60601")),
                Map.entry("country", Arbitraries.of("US", "us", "Us")),
                Map.entry("currency", Arbitraries.of("USD", "usd")),
                Map.entry("origin_country", Arbitraries.of("US", "cn", "De")),
                Map.entry("itn", Arbitraries.of("X20261124000001", "aes x20261124000001")),
                Map.entry("export_exemption", Arbitraries.of("30.37(a)", "NOEEI 30.36")),
                Map.entry("location_id", Arbitraries.of("YBZA", "1437366", "ybza")),
                Map.entry("hs_code", Arbitraries.of("610910", "6109.10.0012")),
                Map.entry("state", Arbitraries.of("NY", "ca", "Tx", "AK", "PR", "gu", "AE")),
                Map.entry("phone", phones()),
                Map.entry("email", Arbitraries.of("jane@example.com", "o'brien+box@mail.example.org")),
                Map.entry("carriers", Arbitraries.of("UPS", "fedex", "Usps")),
                Map.entry("ship_date", Arbitraries.integers().between(1, 59).map(days -> today.plusDays(days)
                        .toString())),
                Map.entry("date", Arbitraries.integers().between(1, 59).map(days -> today.plusDays(days)
                        .toString())),
                Map.entry("ready_time", Arbitraries.of("08:00", "09:30")),
                Map.entry("close_time", Arbitraries.of("16:00", "17:30")),
                Map.entry("client", Arbitraries.of("shop", "order-processor", "…", "client 7")),
                Map.entry("carrier", Arbitraries.of("UPS", "fedex", "Usps")),
                Map.entry("listShipments.cursor", Arbitraries.of("MjAyNi0xMS0yNFQxMTowODozMlogVk5ULTIwMjYtOTAwMDAwMQ")),
                Map.entry(
                        "listShipmentEvents.cursor",
                        Arbitraries.of("0.0", "1042.7", "999999999999999999.999999999999999999")),
                Map.entry("listAuditEntries.cursor", Arbitraries.of("1763982512000000.41")),
                Map.entry(
                        "created_from",
                        Arbitraries.of("2026-01-01", "2026-11-24T00:00:00Z", "2026-11-24t01:00:00.5-05:00")),
                Map.entry("created_to", Arbitraries.of("2027-01-01", "2099-12-31T23:59:59+14:00")),
                Map.entry("url", Arbitraries.of("https://shop.example/webhooks", "https://1.1.1.1/?shop=7")),
                Map.entry("from", Arbitraries.of("2026-11-24T11:00:00Z", "2026-11-24T11:00:00.5-05:00")),
                Map.entry("to", Arbitraries.of("2026-12-24T11:00:00Z", "2099-12-31T23:59:59+14:00")),
                Map.entry("listWebhookDeliveries.cursor", Arbitraries.of("1", "999999999999999999")),
                Map.entry("tracking_number", Arbitraries.of("1Z999AA10123456784", "9400 1000 0000 0000 0000 00")),
                Map.entry("order_id", Arbitraries.of("ORD-55120", "none", "a b", "%", "'--", "ü", "📦")));
    }

    Arbitrary<Tuple2<String, String>> services() {
        return Arbitraries.of(offeredServices)
                .flatMap(service -> Arbitraries.of(
                        service,
                        Tuple.of(
                                service.get1().toUpperCase(Locale.ROOT),
                                service.get2().toLowerCase(Locale.ROOT))));
    }

    /** Ids of existing and of missing shipments. */
    Arbitrary<String> shipmentIds() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of(ids)),
                Tuple.of(1, Arbitraries.of("VNT-2026-1", "VNT-0000-0", "VNT-9999-999999999999")));
    }

    /** Any header value; invalid ids are replaced by the service. */
    Arbitrary<String> requestIds() {
        return Arbitraries.frequencyOf(
                Tuple.of(
                        3,
                        Arbitraries.strings()
                                .withCharRange('!', '~')
                                .ofMinLength(1)
                                .ofMaxLength(128)),
                Tuple.of(1, Arbitraries.of("x".repeat(129), "a b", "ü", "y".repeat(2_000))));
    }

    /** Keys, some of which are reused, mostly with another body. */
    Arbitrary<String> keys() {
        return Arbitraries.frequencyOf(
                Tuple.of(
                        4,
                        Arbitraries.strings()
                                .withCharRange('!', '~')
                                .ofMinLength(20)
                                .ofMaxLength(255)),
                Tuple.of(1, Arbitraries.of("again", "k".repeat(255), "'; --", "é")));
    }

    Arbitrary<String> badSegments() {
        return Arbitraries.of(
                "VNT-2026-",
                "VNT-2026-1234567890123",
                "vnt-2026-9000001",
                "VNT-2026-9000001%00",
                "VNT-2026-9000001%0a",
                "VNT-2026-0;a=b",
                "VNT-２０２６-1",
                "VNT-2026-1'%20OR%201=1--",
                "%zz",
                "%",
                "%e0%80%af",
                "%ff",
                "%ED%A0%80",
                "..%2f..%2fetc%2fpasswd",
                "0",
                "null",
                "%F0%9F%93%A6",
                "x".repeat(3_000));
    }

    /** Invalid values, percent-encoded, for a parameter with this schema. */
    List<String> invalidValues(JsonObject schema) {
        boolean isNumber = schema.getString("type").equals("integer");
        Stream<String> numbers = Stream.of(
                        "0", "-1", "1001", "1.5", "1e3", "abc", " 1", "+1", "0x10", "١", "9".repeat(30))
                .filter(text -> isNumber);
        Stream<String> texts = Stream.of(
                        "\u0000",
                        "a\u0000b",
                        "x".repeat(3_000),
                        "x".repeat(65),
                        "bogus",
                        "1042",
                        "KzEwMDAwMDAwMDAtMTItMzFUMjM6NTk6NTlaIFZOVC0yMDI2LTE",
                        "LTk5OTk5OTk5OS0wMS0wMVQwMDowMDowMFogVk5ULTIwMjYtMQ",
                        "99999999999999999999.1")
                .filter(text -> !isNumber && !isAllowed(text, schema));
        return Stream.concat(numbers, texts)
                .map(text -> URLEncoder.encode(text, StandardCharsets.UTF_8))
                .toList();
    }

    private static boolean isAllowed(String text, JsonObject schema) {
        return schema.containsKey("enum")
                ? schema.getJsonArray("enum").contains(text)
                : SchemaValues.isAllowed(text, schema);
    }

    List<Header> badHeaders(boolean answersJson, boolean takesBody, boolean takesKey) {
        Stream<Header> ofJson = Stream.of(";;;", "application/xml", "text/plain;q=0.5, image/webp", "a".repeat(3_000))
                .map(type -> new Header("Accept", type, null, Set.of(400, 406)));
        Stream<Header> always = Stream.of(
                new Header("Authorization", "Bearer x.y.z", null, Set.of(401)),
                new Header("Authorization", "Basic c2hvcDpzaG9w", null, Set.of(401)),
                new Header("Authorization", "Bearer " + "a".repeat(3_000), null, Set.of(401)),
                new Header("Authorization", "", null, Set.of(401)));
        Stream<Header> ofBodies = Stream.of(
                new Header("Content-Type", "text/plain", null, Set.of(415)),
                new Header("Content-Type", "application/xml", null, Set.of(415)),
                new Header("Content-Type", "nonsense", null, Set.of(400, 415)),
                new Header("Content-Type", "application/json;charset=", null, Set.of(400, 404, 415, 200, 201, 422)),
                new Header("Content-Encoding", "gzip", null, Set.of(400, 404, 415, 200, 201, 422)));
        Stream<Header> ofPurchases = Stream.of("", " ", "k".repeat(256), "k".repeat(3_000))
                .map(key -> new Header("Idempotency-Key", key, "Idempotency-Key", Set.of(400)));
        return Stream.of(
                        always,
                        ofJson.filter(any -> answersJson),
                        ofBodies.filter(any -> takesBody),
                        ofPurchases.filter(any -> takesKey))
                .flatMap(headers -> headers)
                .toList();
    }

    private static Arbitrary<String> zips() {
        Arbitrary<String> digits = Arbitraries.strings().numeric().ofLength(5);
        return Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.of("10001", "90210", "73301-0001", "00501", "99950")),
                Tuple.of(1, digits),
                Tuple.of(1, digits.map(zip -> zip + "-1234")),
                Tuple.of(1, digits.map(zip -> zip + "1234")),
                Tuple.of(1, digits.map(zip -> zip + " 1234")));
    }

    private static Arbitrary<String> phones() {
        Arbitrary<String> digits = Arbitraries.strings().numeric().ofLength(10);
        return Combinators.combine(
                        digits,
                        Arbitraries.of(
                                "$1$2$3",
                                "($1) $2-$3",
                                "$1.$2.$3",
                                "+1 ($1) $2-$3",
                                "1-$1-$2-$3",
                                "001 $1 $2 $3",
                                "$1-$2-$3 x12",
                                "tel:+1-$1-$2-$3;ext=12"))
                .as((number, notation) -> number.replaceFirst("(...)(...)(....)", notation));
    }
}
