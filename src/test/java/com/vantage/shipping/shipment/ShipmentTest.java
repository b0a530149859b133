package com.vantage.shipping.shipment;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.vantage.shipping.support.ApiTest;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ShipmentTest extends ApiTest {
    @Inject
    AgroalDataSource database;

    @ParameterizedTest
    @CsvSource({"UPS, 03, Ground", "FedEx, FEDEX_GROUND, Ground", "USPS, PRIORITY_MAIL, Priority Mail"})
    void labelIsBoughtAndStored(String carrier, String code, String service) throws Exception {
        JsonObject order = purchase(carrier, code);
        order.getJsonObject("destination").put("residential", false);

        ExtractableResponse<Response> created = create(order)
                .statusCode(201)
                .header("Location", matchesPattern(".*/api/v2/shipments/VNT-\\d{4}-\\d{7}"))
                .body("status", is("created"))
                .body("carrier", is(carrier))
                .body("service", is(service))
                .body("service_code", is(code))
                .body("rate", notNullValue())
                .body("quoted_rate", nullValue())
                .body("currency", is("USD"))
                .body("order_id", is("ORD-55120"))
                .body("packages[0].reference", is("box 1"))
                .body("packages[0].tracking_number", notNullValue())
                .body("label.format", is("PDF"))
                .body("created_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"))
                .extract();

        String id = created.path("shipment_id");
        assertThat(state(id)).isEqualTo("created");
        assertThat(sandbox.sold(id)).hasSize(1);
        try (PDDocument label = Loader.loadPDF(label(id).asByteArray())) {
            assertThat(label.getNumberOfPages()).isEqualTo(1);
        }
    }

    @Test
    void severalPackagesAreOnePdf() throws IOException {
        JsonObject order = purchase("UPS", "03");
        order.getJsonArray("packages").add(parcel(16, 8, 6, 4).put("reference", "box 2"));

        ExtractableResponse<Response> created =
                create(order).statusCode(201).body("packages.size()", is(2)).extract();

        try (PDDocument labels =
                Loader.loadPDF(label(created.path("shipment_id")).asByteArray())) {
            assertThat(labels.getNumberOfPages()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"UPS, 02", "FedEx, FEDEX_2_DAY", "USPS, PRIORITY_MAIL"})
    void imageIsUpright(String carrier, String service) throws IOException {
        String id = create(purchase(carrier, service).put("label_format", "PNG"))
                .statusCode(201)
                .extract()
                .path("shipment_id");

        ExtractableResponse<Response> label = label(id);
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(label.asByteArray()));

        assertThat(label.contentType()).isEqualTo("image/png");
        assertThat(picture.getHeight()).isGreaterThan(picture.getWidth());
    }

    @ParameterizedTest
    @CsvSource({"UPS, 02", "FedEx, FEDEX_2_DAY", "USPS, PRIORITY_MAIL"})
    void zplIsReturnedUnchanged(String carrier, String service) {
        String id = create(purchase(carrier, service).put("label_format", "ZPL"))
                .statusCode(201)
                .extract()
                .path("shipment_id");

        assertThat(new String(label(id).asByteArray(), StandardCharsets.UTF_8))
                .startsWith("^XA")
                .contains("^XZ");
    }

    @ParameterizedTest
    @CsvSource({"abc, 400", "0, 400", "51, 400", "50, 404", "2, 404", "1, 200"})
    void imageIsSelectedByPackage(String number, int status) {
        String id = create(purchase("UPS", "02").put("label_format", "PNG"))
                .statusCode(201)
                .extract()
                .path("shipment_id");

        as("shipping:ship")
                .queryParam("package", number)
                .get("/api/v2/shipments/{id}/label", id)
                .then()
                .statusCode(status);
    }

    @Test
    void tooLargePackageNumberNamesNumberOfLabels() {
        String id = create(purchase("UPS", "02").put("label_format", "PNG"))
                .statusCode(201)
                .extract()
                .path("shipment_id");

        as("shipping:ship")
                .queryParam("package", 2)
                .get("/api/v2/shipments/{id}/label", id)
                .then()
                .statusCode(404)
                .body("detail", is("package must be at most 1, the number of labels of this shipment"));
    }

    @Test
    void fedexGroundShipsToResidences() {
        create(purchase("FedEx", "FEDEX_GROUND")).statusCode(201).body("service", is("Ground"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u0000b", "\ud800"})
    void invalidTextIsRefusedWithPointer(String text) {
        String body = purchase("UPS", "03").put("order_id", "TEXT").encode().replace("TEXT", escaped(text));

        as(ALL_SCOPES)
                .body(body)
                .post("/api/v2/shipments/create")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", is("/order_id"));
    }

    private static String escaped(String text) {
        return text.chars()
                .mapToObj(unit -> String.format(Locale.ROOT, "\\u%04x", unit))
                .collect(Collectors.joining());
    }

    @Test
    void addressWithoutNameIsRefused() {
        JsonObject order = purchase("UPS", "03");
        order.getJsonObject("destination").put("name", " ");

        create(order).statusCode(400).body("errors[0].pointer", is("/destination/name"));
    }

    @Test
    void emptyKeyIsRefused() {
        create("", purchase("UPS", "03")).statusCode(400);

        assertThat(sandbox.count("ups", "buy")).isZero();
    }

    @Test
    void tooLongKeyIsRefused() {
        create("x".repeat(256), purchase("UPS", "03"))
                .statusCode(400)
                .body("detail", is("Idempotency-Key must have 1 to 255 characters"));
    }

    @Test
    void quoteIsBoughtAtQuotedRate() {
        JsonObject request = referenceQuote().put("carriers", new JsonArray().add("fedex"));
        ExtractableResponse<Response> quotes = quote(request).extract();
        JsonObject order = purchase("", "");
        order.remove("carrier");
        order.remove("service_code");
        order.remove("packages");

        create(order.put("quote_id", quotes.<String>path("quotes[0].quote_id")))
                .statusCode(201)
                .body("service_code", is(quotes.<String>path("quotes[0].service_code")))
                .body("quoted_rate", is(quotes.<BigDecimal>path("quotes[0].rate")))
                .body("packages.size()", is(2));
    }

    @Test
    void quoteForAnotherZipIsRefused() {
        String quoteId = quote(referenceQuote()).extract().path("quotes[0].quote_id");
        JsonObject order = new JsonObject()
                .put("quote_id", quoteId)
                .put("origin", address("Vantage", "1 Main St", "New York", "NY", "10001"))
                .put("destination", address("Jane", "9 Elm Dr", "Oakland", "CA", "94607"));

        create(order)
                .statusCode(400)
                .body("errors[0].pointer", is("/destination/zip"))
                .body("errors[0].detail", containsString("90210"));
    }

    @Test
    void unknownQuoteIsReported() {
        JsonObject order = new JsonObject()
                .put("quote_id", "q_AAAAAAAAAAAAAAAAAAAAAA_0")
                .put("origin", address("Vantage", "1 Main St", "New York", "NY", "10001"))
                .put("destination", address("Jane", "9 Elm Dr", "Beverly Hills", "CA", "90210"));

        create(order).statusCode(422).body("type", is("/problems/quote-expired"));
    }

    @Test
    void sameKeyReplaysResponse() {
        String key = UUID.randomUUID().toString();

        ExtractableResponse<Response> first =
                create(key, purchase("UPS", "03")).statusCode(201).extract();
        ExtractableResponse<Response> second = create(key, purchase("UPS", "03"))
                .statusCode(201)
                .header("Idempotent-Replay", "true")
                .extract();

        assertThat(second.asByteArray()).isEqualTo(first.asByteArray());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(first.header("Idempotent-Replay")).isNull();
        assertThat(sandbox.count("ups", "buy")).isEqualTo(1);
    }

    @Test
    void sameKeyWithAnotherBodyIsRefused() {
        String key = UUID.randomUUID().toString();
        create(key, purchase("UPS", "03")).statusCode(201);

        create(key, purchase("UPS", "02")).statusCode(422).body("type", is("/problems/idempotency-mismatch"));

        assertThat(sandbox.count("ups", "buy")).isEqualTo(1);
    }

    /** A body that arrives in several chunks is read on another thread. */
    @Test
    void largeBodyIsReplayed() {
        String key = UUID.randomUUID().toString();
        String body = purchase("UPS", "03").encode().replaceFirst(",", "," + " ".repeat(60_000));

        for (boolean isReplay : List.of(false, true)) {
            as(ALL_SCOPES)
                    .header("Idempotency-Key", key)
                    .body(body)
                    .post("/api/v2/shipments/create")
                    .then()
                    .statusCode(201)
                    .header("Idempotent-Replay", isReplay ? is("true") : nullValue());
        }

        assertThat(sandbox.count("ups", "buy")).isEqualTo(1);
    }

    @Test
    void keysAreScopedByClient() {
        String key = UUID.randomUUID().toString();
        create(key, purchase("UPS", "03")).statusCode(201);

        withToken(sandbox.token("other", "other", ALL_SCOPES))
                .header("Idempotency-Key", key)
                .body(purchase("UPS", "03").encode())
                .post("/api/v2/shipments/create")
                .then()
                .statusCode(201)
                .header("Idempotent-Replay", nullValue());

        assertThat(sandbox.count("ups", "buy")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"hang", "reset", "break", "garble"})
    void unansweredPurchaseIsUnknownAndNotRepeated(String fault) throws SQLException {
        String key = UUID.randomUUID().toString();
        sandbox.injectFault("ups", "buy", fault);

        String id = create(key, purchase("UPS", "03"))
                .statusCode(502)
                .body("type", is("/problems/purchase-unknown"))
                .header("Retry-After", notNullValue())
                .extract()
                .path("shipment_id");
        sandbox.clearFaults();
        create(key, purchase("UPS", "03")).statusCode(502).body("type", is("/problems/purchase-unknown"));

        assertThat(sandbox.count("ups", "buy")).isEqualTo(1);
        assertThat(state(id)).isEqualTo("unknown");
    }

    @Test
    void unknownPurchaseWithoutKeyIsNotRetryable() {
        sandbox.injectFault("ups", "buy", "garble");

        create(purchase("UPS", "03"))
                .statusCode(502)
                .header("Retry-After", nullValue())
                .body("type", is("/problems/purchase-unknown"))
                .body("retryable", is(false))
                .body("detail", containsString("buys another label"));
    }

    @ParameterizedTest
    @CsvSource({"5 seconds, 409, /problems/in-progress", "5 minutes, 502, /problems/purchase-unknown"})
    void purchaseIsInProgressUntilAbandoned(String age, int status, String type) throws SQLException {
        String key = UUID.randomUUID().toString();
        sandbox.injectFault("ups", "buy", "break");
        String id = create(key, purchase("UPS", "03")).statusCode(502).extract().path("shipment_id");
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(
                        "UPDATE shipment SET state = 'purchasing', created_at = now() - ?::interval WHERE id = ?")) {
            update.setString(1, age);
            update.setString(2, id);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }

        create(key, purchase("UPS", "03"))
                .statusCode(status)
                .header("Retry-After", notNullValue())
                .body("type", is(type));

        assertThat(sandbox.count("ups", "buy")).isEqualTo(1);
    }

    @Test
    void declinedPurchaseIsReplayed() throws SQLException {
        String key = UUID.randomUUID().toString();
        JsonObject tooHeavy = purchase("UPS", "03").put("packages", new JsonArray().add(parcel(4800, 12, 12, 12)));

        ExtractableResponse<Response> first = create(key, tooHeavy)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", is("/problems/carrier-declined"))
                .body("carriers[0].code", notNullValue())
                .extract();
        ExtractableResponse<Response> second = create(key, tooHeavy)
                .statusCode(422)
                .header("Idempotent-Replay", "true")
                .extract();

        assertThat(second.asByteArray()).isEqualTo(first.asByteArray());
        assertThat(state(first.path("shipment_id"))).isEqualTo("declined");
    }

    @Test
    void throttledPurchaseReleasesKey() throws SQLException {
        String key = UUID.randomUUID().toString();
        sandbox.injectFault("ups", "buy", "throttle&seconds=1");

        String id = create(key, purchase("UPS", "03"))
                .statusCode(503)
                .header("Retry-After", "1")
                .body("type", is("/problems/carriers-unavailable"))
                .extract()
                .path("shipment_id");
        sandbox.clearFaults();
        await().atMost(5, SECONDS)
                .until(() -> create(key, purchase("UPS", "03")).extract().statusCode() == 201);

        assertThat(state(id)).isEqualTo("nothing_bought");
        assertThat(sandbox.sold(id)).isEmpty();
    }

    @Test
    void shipmentOfOtherClientIsNotFound() {
        String id = create(purchase("UPS", "03")).extract().path("shipment_id");

        for (String path : new String[] {"", "/label", "/tracking"}) {
            withToken(sandbox.token("other", "other", ALL_SCOPES))
                    .get("/api/v2/shipments/" + id + path)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("type", is("/problems/shipment-not-found"));
        }
        as("shipping:ops").get("/api/v2/shipments/" + id).then().statusCode(200);
    }

    @Test
    void shipmentIsReadAsCreated() {
        ExtractableResponse<Response> created =
                create(purchase("USPS", "PRIORITY_MAIL")).extract();

        as("shipping:track")
                .get("/api/v2/shipments/{id}", created.<String>path("shipment_id"))
                .then()
                .statusCode(200)
                .body("status", is("created"))
                .body("rate", is(created.<BigDecimal>path("rate")))
                .body("tracking_number", is(created.<String>path("tracking_number")))
                .body("created_at", is(created.<String>path("created_at")));
    }

    @Test
    void unknownLabelFormatListsKnownOnes() {
        create(purchase("UPS", "03").put("label_format", "GIF"))
                .statusCode(400)
                .body("errors[0].detail", is("must be one of PDF, PNG, ZPL"));
    }

    @ParameterizedTest
    @CsvSource({"carrier, /carrier", "service_code, /service_code", "packages, /packages", "origin, /origin"})
    void missingFieldIsNamed(String missing, String pointer) {
        JsonObject order = purchase("UPS", "03");
        order.remove(missing);

        create(order).statusCode(400).body("errors[0].pointer", is(pointer));
    }

    private ValidatableResponse create(String key, JsonObject order) {
        return as(ALL_SCOPES)
                .header("Idempotency-Key", key)
                .body(order.encode())
                .post("/api/v2/shipments/create")
                .then();
    }

    private ExtractableResponse<Response> label(String id) {
        return as("shipping:ship")
                .get("/api/v2/shipments/{id}/label", id)
                .then()
                .statusCode(200)
                .extract();
    }

    private String state(String id) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("SELECT state FROM shipment WHERE id = ?")) {
            query.setString(1, id);
            try (var rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getString(1).toLowerCase(Locale.ROOT);
            }
        }
    }
}
