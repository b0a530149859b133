package com.vantage.shipping.packaged;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.SandboxedPackage;
import com.vantage.shipping.support.TcpFaultProxy;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills a replica at each step of a purchase, and repeats the request with the same key at another replica, as documented,
 * until it is answered. Then the carrier must have sold exactly one label that is not voided, and the database must have it.
 */
class CrashIT {
    @RegisterExtension
    static final SandboxedPackage here = new SandboxedPackage(Map.of(
            "shipping.purchases.reconcile-interval",
            "200ms",
            "shipping.purchases.lease-duration",
            "4s",
            "shipping.purchases.first-reconcile-delay",
            "200ms",
            "shipping.purchases.max-reconcile-delay",
            "500ms",
            "shipping.purchases.listing-grace-period",
            "6s"));

    private static final Vertx VERTX = Vertx.vertx();

    private final String key = UUID.randomUUID().toString();
    private TcpFaultProxy proxy;
    private PackagedService victim;

    /** Step of the purchase at which the replica is killed; its transactions store: requested, purchasing, sold. */
    enum Point {
        BEFORE_REQUESTED_COMMIT("COMMIT", 0, true),
        REQUESTED_NOT_STARTED("BEGIN", 1, true),
        STARTED_NOT_COMMITTED("COMMIT", 1, true),
        SOLD_NOT_STORED("BEGIN", 2, true),
        SOLD_NOT_COMMITTED("COMMIT", 2, true),
        COMMITTED_NOT_ANSWERED("COMMIT", 2, false);

        private final String statement;
        private final int skipped;
        private final boolean before;

        Point(String statement, int skipped, boolean before) {
            this.statement = statement;
            this.skipped = skipped;
            this.before = before;
        }
    }

    /** Also migrates the schema. */
    @BeforeAll
    static void startSurvivor() {
        here.service();
    }

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void endReplica() {
        victim.close();
        proxy.close();
        here.sandboxClient().clearFaults();
    }

    @ParameterizedTest
    @EnumSource(Point.class)
    void crashNeitherDuplicatesNorLosesPurchase(Point point) throws Exception {
        if (point.before) {
            proxy.stallBefore(point.statement, point.skipped);
        } else {
            proxy.stallAfter(point.statement, point.skipped);
        }

        CompletableFuture<Void> request = CompletableFuture.runAsync(() -> create(victim));
        await().atMost(20, SECONDS).until(proxy::isStalled);
        kill(request);

        requireOneLabel();
    }

    @Test
    void carrierSellsAfterCrash() throws Exception {
        here.sandboxClient().injectFault("ups", "buy", "slow&seconds=3");

        CompletableFuture<Void> request = CompletableFuture.runAsync(() -> create(victim));
        awaitTrue(() -> here.sandboxClient().count("ups", "buy") > 0);
        kill(request);

        requireOneLabel();
    }

    @Test
    void carrierSellsNothingAfterCrash() throws Exception {
        here.sandboxClient().clearRecords();
        here.sandboxClient().injectFault("ups", "buy", "hang");

        CompletableFuture<Void> request = CompletableFuture.runAsync(() -> create(victim));
        awaitTrue(() -> here.sandboxClient().count("ups", "buy") > 0);
        kill(request);
        here.sandboxClient().clearFaults();

        requireOneLabel();
    }

    @BeforeEach
    void startDoomed() {
        URI database = URI.create(here.sandbox().settings().get("quarkus.datasource.reactive.url"));
        proxy = new TcpFaultProxy(VERTX, database.getPort());
        // Without reconciler, whose transactions would be counted too
        victim = here.startAnother(Map.of(
                "quarkus.datasource.reactive.url",
                "postgresql://127.0.0.1:" + proxy.port() + "/postgres",
                "quarkus.flyway.migrate-at-start",
                "false",
                "shipping.purchases.reconcile-interval",
                "off",
                "shipping.purchases.maintenance-interval",
                "off"));
        here.sandboxClient().clearRecords();
    }

    private void kill(CompletableFuture<Void> request) {
        victim.close();
        assertThat(request).failsWithin(Duration.ofSeconds(10));
        // Discards what the dead process had not sent
        proxy.cut();
    }

    private void requireOneLabel() throws SQLException {
        await().atMost(60, SECONDS).until(() -> create(here.service()).statusCode() == 201);
        Response answer = create(here.service());
        assertThat(answer.header("Idempotent-Replay")).isEqualTo("true");
        String id = answer.path("shipment_id");

        assertThat(given().header("Authorization", "Bearer " + token())
                        .get(here.service().url() + "/api/v2/shipments/" + id + "/label")
                        .statusCode())
                .isEqualTo(200);
        List<String> references = shipmentsOfTheTest();
        List<JsonObject> valid = references.stream()
                .flatMap(reference -> here.sandboxClient().sold(reference).stream())
                .filter(sale -> !sale.getBoolean("cancelled"))
                .toList();
        assertThat(valid).extracting(sale -> sale.getString("reference")).containsExactly(id);
        assertThat(valid.getFirst().getString("tracking_number")).isEqualTo(answer.path("tracking_number"));
    }

    /** The ids of all purchases of this order. */
    private List<String> shipmentsOfTheTest() throws SQLException {
        try (var connection = here.sandbox().postgres().getPostgresDatabase().getConnection();
                var query = connection.prepareStatement("SELECT array_agg(id) FROM shipment WHERE order_id = ?")) {
            query.setString(1, key);
            try (var rows = query.executeQuery()) {
                rows.next();
                return Stream.of((String[]) rows.getArray(1).getArray()).toList();
            }
        }
    }

    private Response create(PackagedService replica) {
        return given().contentType(ContentType.JSON)
                .header("Authorization", "Bearer " + token())
                .header("Idempotency-Key", key)
                .body(ApiTest.purchase("UPS", "03").put("order_id", key).encode())
                .post(replica.url() + "/api/v2/shipments/create");
    }

    private static String token() {
        return here.sandboxClient().token(ApiTest.ALL_SCOPES);
    }

    private static void awaitTrue(BooleanSupplier condition) {
        await().atMost(20, SECONDS).until(condition::getAsBoolean);
    }
}
