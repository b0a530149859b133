package com.vantage.shipping.shipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.support.ApiTest;
import io.agroal.api.AgroalDataSource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accepted and refused notations in a purchase, and which of them are the same purchase. */
@QuarkusTest
class PurchaseInputTest extends ApiTest {
    private static final String PURCHASE = """
            {"carrier": "UPS", "service_code": "03", "order_id": "ORD-55120",
             "origin": {"name": "Vantage DC 3", "phone": "2125550100", "street1": "1 Main St", "city": "New York", "state": "NY",
                 "zip": "10001-1234", "country": "US"},
             "destination": {"name": "Jane Doe", "phone": "3105550100", "street1": "9 Elm Dr", "city": "Beverly Hills",
                 "state": "CA", "zip": "90210", "country": "US"},
             "packages": [{"weight_oz": 32, "dimensions": {"length": 12, "width": 8, "height": 6}}]}""";

    /** A request as sent to version 2.2, and the form that version hashed. */
    private static final String FORMER_REQUEST = """
            {"packages": [{"reference": "box 1 ", "weight_oz": 32.0,
                 "dimensions": {"height": 6.50, "length": 1.2e1, "width": 8}}],
             "carrier": "FedEx", "service_code": "fedex_2_day", "order_id": " ORD-55120", "label_format": "pdf",
             "customer_id": null,
             "origin": {"name": "Vantage DC 3", "phone": "2125550100", "street1": "1 Main St ", "street2": "", "email": "",
                 "city": "New York", "state": "NY", "zip": "10001", "country": "US"},
             "destination": {"residential": false, "name": "Jane Doe", "phone": "3105550100", "street1": "9 Elm Dr",
                 "city": "Beverly Hills", "state": "CA", "zip": "90210-1234", "country": "US"}}""";

    private static final String FORMER_HASHED =
            "{\"carrier\":\"FedEx\",\"service_code\":\"fedex_2_day\",\"order_id\":\" ORD-55120\",\"label_format\":\"PDF\","
                    + "\"origin\":{\"name\":\"Vantage DC 3\",\"phone\":\"2125550100\",\"email\":\"\",\"street1\":\"1 Main St \","
                    + "\"street2\":\"\",\"city\":\"New York\",\"state\":\"NY\",\"zip\":\"10001\",\"country\":\"US\"},"
                    + "\"destination\":{\"name\":\"Jane Doe\",\"phone\":\"3105550100\",\"street1\":\"9 Elm Dr\","
                    + "\"city\":\"Beverly Hills\",\"state\":\"CA\",\"zip\":\"90210-1234\",\"country\":\"US\","
                    + "\"residential\":false},\"packages\":[{\"weight_oz\":32.0,"
                    + "\"dimensions\":{\"length\":12,\"width\":8,\"height\":6.50},\"reference\":\"box 1 \"}]}";

    private static final String NORMAL_FORM =
            "{\"carrier\":\"UPS\",\"service_code\":\"03\",\"order_id\":\"ORD-55120\",\"label_format\":\"PDF\","
                    + "\"origin\":{\"name\":\"Vantage DC 3\",\"phone\":\"2125550100\",\"street1\":\"1 Main St\","
                    + "\"city\":\"New York\",\"state\":\"NY\",\"zip\":\"10001-1234\",\"country\":\"US\",\"residential\":true},"
                    + "\"destination\":{\"name\":\"Jane Doe\",\"phone\":\"3105550100\",\"street1\":\"9 Elm Dr\","
                    + "\"city\":\"Beverly Hills\",\"state\":\"CA\",\"zip\":\"90210\",\"country\":\"US\",\"residential\":true},"
                    + "\"packages\":[{\"weight_oz\":32,\"dimensions\":{\"length\":12,\"width\":8,\"height\":6}}]}";

    /** A page of offers as stored by the versions that knew no places outside the US. */
    private static final String FORMER_OFFERS = """
            [{"carrier": {"value": "ups"},
              "request": {"origin": {"zip": "10001", "country": "US", "residential": true},
                          "destination": {"zip": "90210", "country": "US", "residential": true},
                          "parcels": [{"weight": {"ounces": 32}, "dimensions": {"length": 12, "width": 8, "height": 6}}],
                          "classes": ["GROUND"], "ship_date": "2026-11-24"},
              "rate": {"service": {"code": "03", "name": "Ground", "service_class": "GROUND"},
                       "total": {"amount": 12.45, "currency": "USD"}, "surcharges": [], "guaranteed": false}}]""";

    @Inject
    AgroalDataSource database;

    @Inject
    RedisDataSource redis;

    @Test
    void emptyOptionalTextsAreAbsent() {
        JsonObject order = purchase("UPS", "03")
                .put("order_id", "")
                .put("customer_id", " ")
                .put("ship_date", "")
                .put("label_format", "")
                .put("quote_id", "");
        order.getJsonObject("destination").put("company", "").put("street2", "").put("email", "");
        order.getJsonArray("packages").getJsonObject(0).put("reference", "\t");

        create(order).statusCode(201).body("label.format", is("PDF"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1 (310) 555-0100", "310.555.0100", "001 310 555 0100", "310-555-0100 x12"})
    void phoneNumbersAreReducedToTenDigits(String phone) {
        JsonObject order = purchase("UPS", "03");
        order.getJsonObject("destination").put("phone", phone);

        create(order).statusCode(201);

        assertThat(sentToUps()).contains("\"Number\":\"3105550100\"");
    }

    @Test
    void textsAreStrippedAndCodesUppercased() {
        JsonObject order = purchase("ups", "03").put("label_format", " zpl ");
        order.getJsonObject("destination")
                .put("name", " Jane\u200b Doe ")
                .put("street1", "\t9 Elm Dr\r\n")
                .put("state", "ca")
                .put("country", "us")
                .put("zip", "902101234");

        create(order).statusCode(201).body("label.format", is("ZPL"));

        assertThat(sentToUps())
                .contains("\"Jane Doe\"", "\"9 Elm Dr\"", "\"StateProvinceCode\":\"CA\"", "\"CountryCode\":\"US\"");
    }

    @ParameterizedTest
    @CsvSource({
        "\\b, street2",
        "\\u007f, street2",
        "\\u0085, city",
        "\\t, name",
        "\\n, street1",
        "\\r, company",
        "\\u2028, email",
        "\\u0000, phone",
        "\\ud83d, state"
    })
    void controlCharacterIsRefused(String control, String field) {
        JsonObject order = purchase("UPS", "03");
        order.getJsonObject("destination").put(field, "A…B");

        create(order.encode().replace("…", control))
                .statusCode(400)
                .body("errors.pointer", contains("/destination/" + field))
                .body("detail", containsString("destination." + field + " must not contain control characters"));

        assertThat(sandbox.count("ups", "buy")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/destination/state | must be the code of a US state or territory such as \"NY\", not \"ZZ\" | \"CA\" | \"zz\"",
                "/destination/state | must be a string | \"CA\" | true",
                "/destination/zip | must be a string, so that leading zeros are kept | \"90210\" | 90210",
                "/destination/zip | must be a US ZIP code such as 10001 or 10001-1234 | \"90210\" | \"9021\"",
                "/destination/phone | must be a US phone number with ten digits, such as (310) 555-0100 | \"3105550100\" | \"n/a\"",
                "/destination/state | is required | \"CA\" | \"\"",
                "/destination/zip | is required | \"90210\" | null",
                "/destination/country | must be an ISO 3166 alpha-2 code such as \"US\", not \"USA\" | \"90210\", \"country\": \"US\" | \"90210\", \"country\": \"USA\"",
                "/destination/zip | must be a postal code of CA such as A1A 1A1 | \"CA\", \"zip\": \"90210\", \"country\": \"US\" | \"ON\", \"zip\": \"M5V 3L\", \"country\": \"CA\"",
                "/destination/state | must be the code of a Canadian province or territory such as \"ON\", not \"ONT\" | \"CA\", \"zip\": \"90210\", \"country\": \"US\" | \"ONT\", \"zip\": \"M5V 3L9\", \"country\": \"CA\"",
                "/destination/state | must be \"PR\", as the country, or be omitted | \"zip\": \"90210\", \"country\": \"US\" | \"zip\": \"00901\", \"country\": \"PR\"",
                "/origin/country | must be US or a US territory: shipments from other countries are not supported | \"10001-1234\", \"country\": \"US\" | \"01000\", \"country\": \"MX\"",
                "/destination/street1 | is required | \"9 Elm Dr\" | \" \"",
                "/destination/name | or company is required | \"Jane Doe\" | \"\"",
                "/carrier | \"DHL\" is not a supported carrier; expected FedEx, UPS or USPS | \"UPS\" | \"DHL\"",
                "/carrier | is required without quote_id | \"UPS\" | \"\"",
                "/service_code | is required without quote_id | \"03\" | \"\"",
                "/packages/0/weight_oz | must be a number | 32 | \"32\"",
                "/packages/0/dimensions/width | is required | \"width\": 8 | \"width\": null",
                "/packages/0/dimensions | must be an object | {\"length\": 12, \"width\": 8, \"height\": 6} | \"12x8x6\""
            })
    void errorSaysWhatIsExpected(String pointer, String detail, String was, String is) {
        String path = pointer.substring(1).replace("/0", "[0]").replace('/', '.');

        create(PURCHASE.replace(was, is))
                .statusCode(400)
                .body("errors.pointer", contains(pointer))
                .body("errors.detail", contains(detail))
                .body("detail", is(path + " " + detail));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "32 | 32.0",
                "32 | 32.00000",
                "32 | 3.2e1",
                "32 | 31.99999",
                "\"length\": 12, \"width\": 8 | \"width\": 8.0, \"length\": 12.00",
                "\"9 Elm Dr\" | \" 9 Elm Dr\\n\"",
                "\"9 Elm Dr\" | \"9 Elm Dr\", \"street2\": \"\", \"company\": null",
                "\"CA\" | \"ca\"",
                "\"US\" | \"us\"",
                ", \"country\": \"US\" | ''",
                "\"UPS\" | \"ups\"",
                "\"90210\" | \" 90210 \"",
                "\"10001-1234\" | \"100011234\"",
                "\"3105550100\" | \"+1 (310) 555-0100\"",
                "\"90210\" | \"90210\", \"residential\": true",
                "\"order_id\" | \"label_format\": \"pdf\", \"order_id\""
            })
    void otherNotationIsTheSameRequest(String was, String is) {
        String key = UUID.randomUUID().toString();
        create(key, PURCHASE).statusCode(201);

        create(key, PURCHASE.replace(was, is)).statusCode(201).header("Idempotent-Replay", "true");

        assertThat(sandbox.count("ups", "buy")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "32 | 32.0001",
                "32 | 33",
                "\"length\": 12 | \"length\": 13",
                ", \"dimensions\": {\"length\": 12, \"width\": 8, \"height\": 6} | ''",
                "Jane Doe | Jane Dow",
                "9 Elm Dr | 9 Elm Drive",
                "9 Elm Dr | 9 elm dr",
                "\"90210\" | \"90210-0001\"",
                "3105550100 | 3105550101",
                "ORD-55120 | ord-55120",
                "\"03\" | \"02\"",
                "\"order_id\" | \"ship_date\": \"2026-12-01\", \"order_id\"",
                "\"order_id\" | \"label_format\": \"ZPL\", \"order_id\"",
                "\"90210\" | \"90210\", \"residential\": false"
            })
    void otherMeaningIsAnotherRequest(String was, String is) {
        String key = UUID.randomUUID().toString();
        create(key, PURCHASE).statusCode(201);

        create(key, PURCHASE.replace(was, is)).statusCode(422).body("type", is("/problems/idempotency-mismatch"));
    }

    @Test
    void keyOfEarlierVersionIsReplayed() throws SQLException {
        String key = UUID.randomUUID().toString();
        create(key, FORMER_REQUEST).statusCode(201);
        storeHash(key, FORMER_HASHED);

        create(key, FORMER_REQUEST).statusCode(201).header("Idempotent-Replay", "true");
        create(key, FORMER_REQUEST.replace("32.0", "33.0")).statusCode(422);

        assertThat(sandbox.count("fedex", "buy")).isEqualTo(1);
    }

    /** The normal form of the versions before this one had the same fields, in this order. */
    @Test
    void hashOfAPurchaseWithinTheUsHasNotChanged() throws SQLException {
        String key = UUID.randomUUID().toString();
        create(key, PURCHASE).statusCode(201);
        storeHash(key, NORMAL_FORM);

        create(key, PURCHASE).statusCode(201).header("Idempotent-Replay", "true");
    }

    @Test
    void territoryCodeIsTheSameRequestAsUsWithState() {
        String key = UUID.randomUUID().toString();
        String guam = PURCHASE.replace(
                        "\"UPS\", \"service_code\": \"03\"", "\"USPS\", \"service_code\": \"PRIORITY_MAIL\"")
                .replace("\"CA\", \"zip\": \"90210\"", "\"GU\", \"zip\": \"96910\"");
        create(key, guam).statusCode(201).body("destination.country", is("US")).body("destination.state", is("GU"));

        create(key, guam.replace("\"96910\", \"country\": \"US\"", "\"96910\", \"country\": \"gu\""))
                .statusCode(201)
                .header("Idempotent-Replay", "true");
        assertThat(sandbox.received("usps", "buy").getFirst().getString("body"))
                .contains("\"state\":\"GU\",\"ZIPCode\":\"96910\"");
    }

    @Test
    void hashHasNoFieldForAbsentCustoms() throws SQLException {
        String key = UUID.randomUUID().toString();
        create(key, PURCHASE.replaceFirst("\\{", "{\"customs\": null, ")).statusCode(201);
        storeHash(key, NORMAL_FORM);

        create(key, PURCHASE).statusCode(201).header("Idempotent-Replay", "true");
    }

    /** The state counts as well as the ZIP code: either may be wrong. */
    @ParameterizedTest
    @CsvSource({
        "UPS, 03, AE, 09012, military_address",
        "FedEx, FEDEX_GROUND, AE, 09012, military_address",
        "UPS, 03, AP, 90210, military_address",
        "FedEx, FEDEX_GROUND, GU, 90210, state_mismatch"
    })
    void privateCarriersDeclineMilitaryAddressesAndWrongStates(
            String carrier, String service, String state, String zip, String code) {
        JsonObject order = purchase(carrier, service);
        order.getJsonObject("destination").put("state", state).put("zip", zip);

        create(order).statusCode(422).body("carriers[0].code", is(code));

        assertThat(sandbox.count(carrier.toLowerCase(Locale.ROOT), "buy")).isZero();
    }

    @Test
    void militaryAddressIsSoldByUsps() {
        JsonObject order = purchase("USPS", "PRIORITY_MAIL");
        order.getJsonObject("destination").put("city", "APO").put("state", "AE").put("zip", "09012");

        create(order.put("customs", customs())).statusCode(201);
    }

    @ParameterizedTest
    @CsvSource({"UPS, 03", "FedEx, FEDEX_GROUND"})
    void territoryHasItsOwnCountryCodeAtPrivateCarriers(String carrier, String service) {
        JsonObject order = purchase(carrier, service);
        order.getJsonObject("origin").put("state", "GU").put("zip", "96910");
        order.getJsonObject("destination").put("state", "GU").put("zip", "96913");

        create(order).statusCode(201);

        assertThat(sandbox.received(carrier.toLowerCase(Locale.ROOT), "buy")
                        .getFirst()
                        .getString("body"))
                .contains("ountryCode\":\"GU\"")
                .doesNotContain("ountryCode\":\"US\"");
    }

    @ParameterizedTest
    @CsvSource({"UPS, 03", "FedEx, FEDEX_GROUND"})
    void weightPricedServiceNeedsNoDimensions(String carrier, String service) {
        JsonObject order = purchase(carrier, service);
        order.getJsonArray("packages").getJsonObject(0).remove("dimensions");

        create(order).statusCode(201);
    }

    @Test
    void missingDimensionsAreDeclinedByUsps() {
        JsonObject order = purchase("USPS", "PRIORITY_MAIL");
        order.getJsonArray("packages").getJsonObject(0).putNull("dimensions");

        create(order)
                .statusCode(422)
                .body("type", is("/problems/carrier-declined"))
                .body("carriers[0].code", is("dimensions_required"));

        assertThat(sandbox.count("usps", "buy")).isZero();
    }

    @Test
    void quoteWithoutDimensionsCanBeBought() {
        JsonObject request = referenceQuote();
        request.getJsonArray("packages").forEach(one -> ((JsonObject) one).remove("dimensions"));
        JsonObject order = purchase("", "").put("quote_id", fedexQuote(request));
        order.remove("packages");

        create(order).statusCode(201).body("packages.size()", is(2));
    }

    @Test
    void carrierAndServiceOfQuoteIgnoreCase() {
        JsonObject order = purchase("fedex", "fedex_2_day").put("quote_id", fedexQuote(referenceQuote()));
        order.remove("packages");

        create(order).statusCode(201);
    }

    @ParameterizedTest
    @CsvSource({
        "UPS, FEDEX_2_DAY, /carrier, 'must be the quote''s carrier, FedEx, or be omitted'",
        "FedEx, FEDEX_GROUND, /service_code, 'must be the quote''s service, FEDEX_2_DAY, or be omitted'"
    })
    void carrierOrServiceDifferingFromQuoteIsRefused(String carrier, String service, String pointer, String detail) {
        JsonObject order = purchase(carrier, service).put("quote_id", fedexQuote(referenceQuote()));
        order.remove("packages");

        create(order).statusCode(400).body("errors[0].pointer", is(pointer)).body("errors[0].detail", is(detail));
    }

    @Test
    void offerOfTheFormerVersionIsBought() {
        String page = "former-version-page-22";
        redis.value(String.class).setex("offers:" + page, 60, FORMER_OFFERS);
        JsonObject order = purchase("", "").put("quote_id", "q_" + page + "_0");
        order.remove("packages");

        create(order).statusCode(201).body("quoted_rate", is(new BigDecimal("12.45")));
    }

    private String fedexQuote(JsonObject request) {
        return quote(request)
                .statusCode(200)
                .extract()
                .path("quotes.find { it.service_code == 'FEDEX_2_DAY' }.quote_id");
    }

    private String sentToUps() {
        return sandbox.received("ups", "buy").getFirst().getString("body");
    }

    private ValidatableResponse create(String body) {
        return as(ALL_SCOPES).body(body).post("/api/v2/shipments/create").then();
    }

    private ValidatableResponse create(String key, String body) {
        return as(ALL_SCOPES)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/api/v2/shipments/create")
                .then();
    }

    private void storeHash(String key, String hashed) throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("UPDATE idempotency_key SET body_hash = ? WHERE key = ?")) {
            update.setBytes(1, sha256(hashed));
            update.setString(2, key);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
