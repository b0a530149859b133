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
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kills a replica while it schedules a pickup, and repeats the request at another replica, as documented. */
class PickupCrashIT {
    @RegisterExtension
    static final SandboxedPackage here = new SandboxedPackage(
            SandboxedPackage.LONG_TIMEOUTS,
            Map.of(
                    "shipping.purchases.lease-duration", "4s",
                    "shipping.purchases.reconcile-interval", "500ms",
                    "shipping.purchases.first-reconcile-delay", "100ms",
                    "shipping.purchases.max-reconcile-delay", "1s"));

    private static final Vertx VERTX = Vertx.vertx();

    private final String client = UUID.randomUUID().toString();
    private final String key = UUID.randomUUID().toString();
    private TcpFaultProxy proxy;
    private PackagedService victim;

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    /** The survivor also migrates the schema. */
    @BeforeEach
    void startDoomed() {
        here.service();
        URI database = URI.create(here.sandbox().settings().get("quarkus.datasource.reactive.url"));
        proxy = new TcpFaultProxy(VERTX, database.getPort());
        // Without background work, whose transactions would be counted too
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

    @AfterEach
    void endReplica() {
        victim.close();
        proxy.close();
    }

    /** The record was not committed. */
    @Test
    void pickupThatWasNotRecordedIsScheduled() {
        proxy.stallBefore("COMMIT", 0);
        scheduleAndKill("UPS", "03");

        assertThat(schedule(here.service(), "UPS", "03").statusCode()).isEqualTo(201);
        assertThat(here.sandboxClient().count("ups", "pickup")).isEqualTo(1);
    }

    @Test
    void pickupThatWasNotStoredIsFoundAtUps() {
        proxy.stallBefore("BEGIN", 1);
        scheduleAndKill("UPS", "03");

        await().atMost(30, SECONDS)
                .until(() -> schedule(here.service(), "UPS", "03").statusCode() == 201);
        requireOneDriver("ups");
    }

    /** FedEx and USPS do not list pickups. */
    @ParameterizedTest
    @CsvSource({"FedEx, FEDEX_2_DAY", "USPS, PRIORITY_MAIL"})
    void pickupThatWasNotStoredStaysUnknown(String carrier, String service) {
        proxy.stallBefore("BEGIN", 1);
        scheduleAndKill(carrier, service);

        await().atMost(30, SECONDS)
                .until(() -> schedule(here.service(), carrier, service).statusCode() == 502);
        assertThat(schedule(here.service(), carrier, service).<String>path("type"))
                .isEqualTo("/problems/pickup-unknown");
        requireOneDriver(carrier.toLowerCase(Locale.ROOT));
    }

    @Test
    void pickupThatWasNotAnsweredIsReturned() {
        proxy.stallAfter("COMMIT", 1);
        scheduleAndKill("USPS", "PRIORITY_MAIL");

        Response again = schedule(here.service(), "USPS", "PRIORITY_MAIL");
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.header("Idempotent-Replay")).isEqualTo("true");
        requireOneDriver("usps");
    }

    private void requireOneDriver(String carrier) {
        assertThat(here.sandboxClient().received(carrier, "pickup").stream()
                        .filter(request -> request.getString("method").equals("POST")
                                && !request.getString("path").endsWith("/availabilities")))
                .hasSize(1);
    }

    private void scheduleAndKill(String carrier, String service) {
        CompletableFuture<Void> request = CompletableFuture.runAsync(() -> schedule(victim, carrier, service));
        await().atMost(20, SECONDS).until(proxy::isStalled);
        victim.close();
        assertThat(request).failsWithin(Duration.ofSeconds(10));
        // Discards what the dead process had not sent
        proxy.cut();
    }

    private Response schedule(PackagedService replica, String carrier, String service) {
        JsonObject pickup = ApiTest.pickup(carrier, service);
        pickup.getJsonObject("address").put("street1", client.substring(0, 8) + " Main St");
        return given().contentType(ContentType.JSON)
                .header("Authorization", "Bearer " + here.sandboxClient().token(client, client, ApiTest.ALL_SCOPES))
                .header("Idempotency-Key", key)
                .body(pickup.encode())
                .post(replica.url() + "/api/v2/pickups");
    }
}
