package com.vantage.shipping.packaged;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.SandboxedPackage;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Kills a replica in the middle of a batch of purchases, and sends the batch again to another replica, as documented. */
class BatchCrashIT {
    private static final int PURCHASES = 100;

    /** What the API guide says about retrying an item. */
    private static final Set<Integer> TO_BE_SENT_AGAIN = Set.of(409, 502, 503);

    @RegisterExtension
    static final SandboxedPackage here = new SandboxedPackage(
            SandboxedPackage.LONG_TIMEOUTS,
            Map.of(
                    // The batch is sent again until all is settled
                    "shipping.callers.limited",
                    "false",
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

    private final String batch = UUID.randomUUID().toString();

    @Test
    void crashNeitherDuplicatesNorLosesPurchasesOfBatch() throws SQLException {
        here.service();
        PackagedService victim = here.startAnother(Map.of("quarkus.flyway.migrate-at-start", "false"));
        CompletableFuture<Void> request = CompletableFuture.runAsync(() -> create(victim));
        await().atMost(30, SECONDS).until(() -> here.sandboxClient().count("ups", "buy") > PURCHASES / 3);
        victim.close();
        assertThat(request).failsWithin(Duration.ofSeconds(10));

        await().atMost(120, SECONDS).until(this::isEveryPurchaseMade);

        List<String> ids = create(here.service()).path("results.body.shipment_id");
        List<String> numbers = create(here.service()).path("results.body.tracking_number");
        assertThat(ids).hasSize(PURCHASES).doesNotHaveDuplicates();
        // Also those of rows that no answer names
        assertThat(shipmentsOfTheTest().stream().flatMap(BatchCrashIT::validLabels))
                .extracting(sale -> sale.getString("tracking_number"))
                .containsExactlyInAnyOrderElementsOf(numbers);
    }

    private List<String> shipmentsOfTheTest() throws SQLException {
        try (var connection = here.sandbox().postgres().getPostgresDatabase().getConnection();
                var query = connection.prepareStatement("SELECT array_agg(id) FROM shipment WHERE order_id LIKE ?")) {
            query.setString(1, batch + "-%");
            try (var rows = query.executeQuery()) {
                rows.next();
                return Stream.of((String[]) rows.getArray(1).getArray()).toList();
            }
        }
    }

    private static Stream<JsonObject> validLabels(String shipment) {
        return here.sandboxClient().sold(shipment).stream().filter(sale -> !sale.getBoolean("cancelled"));
    }

    private boolean isEveryPurchaseMade() {
        List<Integer> statuses = create(here.service()).path("results.status");
        assertThat(statuses).allMatch(status -> status == 201 || TO_BE_SENT_AGAIN.contains(status));
        return statuses.stream().allMatch(status -> status == 201);
    }

    private Response create(PackagedService replica) {
        List<JsonObject> shipments = IntStream.range(0, PURCHASES)
                .mapToObj(i -> ApiTest.purchase("UPS", "03")
                        .put("order_id", batch + "-" + i)
                        .put("idempotency_key", batch + "-" + i))
                .toList();
        return given().contentType(ContentType.JSON)
                .header("Authorization", "Bearer " + here.sandboxClient().token(ApiTest.ALL_SCOPES))
                .body(new JsonObject()
                        .put("shipments", new JsonArray(shipments))
                        .encode())
                .post(replica.url() + "/api/v2/shipments/batch");
    }
}
