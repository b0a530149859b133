package com.vantage.shipping.shipment;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.LogCapture;
import com.vantage.shipping.support.ShortTimeouts;
import com.vantage.shipping.support.StoreProxyClient;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settlement of purchases with unknown outcome. The fault "garble" loses the reply to a purchase that was made. */
@QuarkusTest
@TestProfile(ShortTimeouts.class)
class ReconcilerTest extends ApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    AgroalDataSource database;

    @Inject
    Reconciler reconciler;

    @Inject
    PurchaseTransactions transactions;

    @Inject
    UnsettledPurchaseMetrics unsettled;

    @Inject
    PurchaseConfig config;

    @Inject
    MeterRegistry meters;

    private final String key = UUID.randomUUID().toString();

    @BeforeEach
    void clearDuePurchases() throws SQLException {
        update("UPDATE shipment SET due_at = NULL WHERE due_at IS NOT NULL");
    }

    /** Lost purchases of earlier tests count as failures of the carrier; two successes close its circuit. */
    @BeforeEach
    void closeCircuit() {
        for (int i = 0; i < 2; i++) {
            await().atMost(20, SECONDS)
                    .until(() -> super.create(purchase("UPS", "03")).extract().statusCode() == 201);
        }
        sandbox.clearRecords();
    }

    @ParameterizedTest
    @CsvSource({"UPS, 03, ups", "USPS, PRIORITY_MAIL, usps"})
    void soldLabelIsFoundAndReplayed(String carrier, String service, String code) throws SQLException {
        String id = lose(carrier, service, code);

        reconcile();

        assertThat(state(id)).isEqualTo("created");
        create(purchase(carrier, service))
                .statusCode(201)
                .header("Idempotent-Replay", "true")
                .body("shipment_id", is(id))
                .body("tracking_number", is(sandbox.sold(id).getFirst().getString("tracking_number")))
                .body("label.url", notNullValue());
        as(ALL_SCOPES).get("/api/v2/shipments/{id}/label", id).then().statusCode(200);
        assertThat(sandbox.sold(id)).hasSize(1).noneMatch(ReconcilerTest::isCancelled);
        assertThat(purchaseOrder(id)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"UPS, 11, ups, 0", "USPS, PRIORITY_MAIL_INTERNATIONAL, usps, 1"})
    void soldLabelAbroadIsFoundWithTheDocumentsThatTheCarrierReturns(
            String carrier, String service, String code, int documents) throws SQLException {
        JsonObject order = toToronto(carrier, service);
        String id = lose(order, code);

        reconcile();

        JsonPath created = create(order)
                .statusCode(201)
                .header("Idempotent-Replay", "true")
                .body("customs.items", hasSize(1))
                .extract()
                .jsonPath();
        assertThat(created.getList("documents") == null ? List.of() : created.getList("documents"))
                .hasSize(documents);
        assertThat(state(id)).isEqualTo("created");
        assertThat(sandbox.sold(id)).hasSize(1).noneMatch(ReconcilerTest::isCancelled);
    }

    @Test
    void unretrievableLabelAbroadIsVoided() throws SQLException {
        String id = lose(toToronto("FedEx", "FEDEX_GROUND"), "fedex");

        reconcile();

        assertThat(state(id)).isEqualTo("cancelled");
        assertThat(sandbox.sold(id)).hasSize(1).allMatch(ReconcilerTest::isCancelled);
    }

    @Test
    void unretrievableLabelIsVoidedAndKeyReleased() throws SQLException {
        String id = lose("FedEx", "FEDEX_2_DAY", "fedex");

        reconcile();

        assertThat(state(id)).isEqualTo("cancelled");
        assertThat(sandbox.sold(id)).hasSize(1).allMatch(ReconcilerTest::isCancelled);
        String second = create(purchase("FedEx", "FEDEX_2_DAY"))
                .statusCode(201)
                .extract()
                .path("shipment_id");
        assertThat(sandbox.sold(second)).hasSize(1).noneMatch(ReconcilerTest::isCancelled);
    }

    @Test
    void surplusLabelIsVoided() throws Exception {
        String id = lose("UPS", "03", "ups");
        repeat(sandbox.received("ups", "buy").getFirst());
        assertThat(sandbox.sold(id)).hasSize(2);

        reconcile();

        assertThat(state(id)).isEqualTo("created");
        assertThat(sandbox.sold(id).stream().filter(ReconcilerTest::isCancelled))
                .hasSize(1);
        create(purchase("UPS", "03"))
                .statusCode(201)
                .body(
                        "tracking_number",
                        is(sandbox.sold(id).stream()
                                .filter(sale -> !isCancelled(sale))
                                .findFirst()
                                .orElseThrow()
                                .getString("tracking_number")));
    }

    @Test
    void notFoundCountsOnlyAfterGracePeriod() throws SQLException {
        sandbox.injectFault("ups", "buy", "reset");
        String id = create(purchase("UPS", "03")).statusCode(502).extract().path("shipment_id");
        sandbox.clearFaults();

        for (int i = 0; i < 4; i++) {
            reconcile();
        }
        assertThat(state(id)).isEqualTo("unknown");
        create(purchase("UPS", "03")).statusCode(502).body("type", is("/problems/purchase-unknown"));

        age(id, "created_at", config.listingGracePeriod());
        reconcile();
        assertThat(state(id)).isEqualTo("nothing_bought");
        create(purchase("UPS", "03")).statusCode(201);
        assertThat(sandbox.count("ups", "buy")).isEqualTo(2);
    }

    @Test
    void labelFoundAfterSettlementIsVoided() throws SQLException {
        String id = lose("UPS", "03", "ups");
        update("UPDATE shipment SET state = 'nothing_bought', due_at = now() WHERE id = '" + id + "'");

        reconcile();

        assertThat(state(id)).isEqualTo("nothing_bought");
        assertThat(sandbox.sold(id)).hasSize(1).allMatch(ReconcilerTest::isCancelled);
        assertThat(purchaseOrder(id)).isNull();
    }

    @Test
    void purchaseAbandonedBeforeCallBoughtNothing() throws SQLException {
        String id = lose("UPS", "03", "ups");
        update("UPDATE shipment SET state = 'requested', due_at = now(), purchase_order = NULL WHERE id = '" + id
                + "'");

        reconcile();

        assertThat(state(id)).isEqualTo("nothing_bought");
        create(purchase("UPS", "03")).statusCode(201);
    }

    @Test
    void purchaseAbandonedAfterCallIsSearched() throws SQLException {
        String id = lose("UPS", "03", "ups");
        update("UPDATE shipment SET state = 'purchasing', due_at = now() WHERE id = '" + id + "'");

        reconcile();
        assertThat(state(id)).isEqualTo("unknown");
        reconcile();

        assertThat(state(id)).isEqualTo("created");
    }

    @Test
    void failedSearchIsRetried() throws SQLException {
        String id = lose("UPS", "03", "ups");
        sandbox.injectFault("ups", "find", "break");

        reconcile();
        assertThat(state(id)).isEqualTo("unknown");
        sandbox.clearFaults();

        await().atMost(20, SECONDS).until(() -> {
            reconcile();
            return state(id).equals("created");
        });
    }

    @Test
    void lockedPurchasesAreSkipped() throws SQLException {
        String id = lose("UPS", "03", "ups");
        try (var other = database.getConnection();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeQuery("SELECT id FROM shipment WHERE id = '" + id + "' FOR UPDATE");

            assertThat(lease()).isEmpty();
            other.rollback();
        }
        assertThat(lease()).containsExactly(id);
        assertThat(lease()).isEmpty();
    }

    @Test
    void expiredLeaseIsTakenOver() throws SQLException {
        String id = lose("UPS", "03", "ups");
        assertThat(lease()).containsExactly(id);

        reconcile();
        assertThat(state(id)).isEqualTo("unknown");

        age(id, "due_at", config.leaseDuration());
        reconcile();
        assertThat(state(id)).isEqualTo("created");
    }

    @Test
    void overduePurchasesAreCounted() throws SQLException {
        String id = lose("UPS", "03", "ups");
        unsettled.refresh().await().atMost(PATIENCE);
        double before = overdue();

        age(id, "created_at", Duration.ofHours(25));
        unsettled.refresh().await().atMost(PATIENCE);

        assertThat(overdue()).isEqualTo(before + 1);
        assertThat(meters.get("purchases.unsettled.oldest").timeGauge().value(SECONDS))
                .isGreaterThan(24 * 3600);
    }

    /** A purchase that was made but whose reply was lost. */
    private String lose(String carrier, String service, String code) {
        return lose(purchase(carrier, service), code);
    }

    private String lose(JsonObject order, String code) {
        sandbox.injectFault(code, "buy", "garble");
        String id = create(order)
                .statusCode(502)
                .body("type", is("/problems/purchase-unknown"))
                .extract()
                .path("shipment_id");
        sandbox.clearFaults();
        assertThat(sandbox.sold(id)).hasSize(1);
        return id;
    }

    private static JsonObject toToronto(String carrier, String service) {
        JsonObject order = purchase(carrier, service).put("customs", customs());
        order.getJsonObject("destination")
                .put("city", "Toronto")
                .put("state", "ON")
                .put("zip", "M5V 3L9")
                .put("country", "CA")
                .put("phone", "+1 416 555 0100");
        return order;
    }

    /** Repeats a purchase request to the carrier. */
    private void repeat(JsonObject request) throws Exception {
        HttpRequest.Builder again = HttpRequest.newBuilder(
                        URI.create(ConfigProvider.getConfig().getValue("shipping.carriers.ups.url", String.class)
                                + request.getString("path")
                                + (request.getString("query").isEmpty() ? "" : "?" + request.getString("query"))))
                .POST(HttpRequest.BodyPublishers.ofString(request.getString("body")));
        for (String header : List.of("authorization", "content-type")) {
            again.header(header, request.getJsonObject("headers").getString(header));
        }
        assertThat(HttpClient.newHttpClient()
                        .send(again.build(), BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void databaseOutageIsLoggedOnce() {
        try (LogCapture log = LogCapture.of(Reconciler.class)) {
            stores.cut(StoreProxyClient.POSTGRES);
            reconcile();
            reconcile();
            stores.restore(StoreProxyClient.POSTGRES);
            reconcile();

            assertThat(log.lines())
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("WARN Reconciler cannot read the database: "),
                            line -> assertThat(line).isEqualTo("INFO Reconciler reads the database again"));
        }
    }

    @Override
    protected ValidatableResponse create(JsonObject order) {
        return as(ALL_SCOPES)
                .header("Idempotency-Key", key)
                .body(order.encode())
                .post("/api/v2/shipments/create")
                .then();
    }

    private List<String> lease() {
        return transactions.leaseDue(10).await().atMost(PATIENCE).stream()
                .map(Shipment::id)
                .toList();
    }

    private void reconcile() {
        reconciler.reconcile().await().atMost(PATIENCE);
    }

    private double overdue() {
        return meters.get("purchases.overdue").gauge().value();
    }

    private static boolean isCancelled(JsonObject sale) {
        return sale.getBoolean("cancelled");
    }

    private String state(String id) throws SQLException {
        return String.valueOf(value("SELECT state FROM shipment WHERE id = '" + id + "'"));
    }

    private Object purchaseOrder(String id) throws SQLException {
        return value("SELECT purchase_order FROM shipment WHERE id = '" + id + "'");
    }

    private Object value(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.createStatement();
                var rows = query.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getObject(1);
        }
    }

    /** Moves a time of the shipment into the past. */
    private void age(String id, String column, Duration duration) throws SQLException {
        update("UPDATE shipment SET %1$s = %1$s - interval '%2$d s' WHERE id = '%3$s'"
                .formatted(column, duration.toSeconds(), id));
    }

    private void update(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
