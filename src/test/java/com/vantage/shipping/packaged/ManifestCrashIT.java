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
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
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

/** Kills a replica while it makes a manifest, and repeats the request at another replica, as documented. */
class ManifestCrashIT {
    @RegisterExtension
    static final SandboxedPackage here =
            new SandboxedPackage(SandboxedPackage.LONG_TIMEOUTS, Map.of("shipping.purchases.lease-duration", "4s"));

    private static final Vertx VERTX = Vertx.vertx();

    private final String client = UUID.randomUUID().toString();
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

    @ParameterizedTest
    @CsvSource({"USPS, PRIORITY_MAIL", "FedEx, FEDEX_GROUND"})
    void manifestThatWasNotAskedForIsMade(String carrier, String service) {
        JsonObject shipment = buy(carrier, service);
        proxy.stallBefore("COMMIT", 0);
        closeAndKill(carrier, shipment);

        requireManifest(carrier, shipment, "created");
        assertThat(here.sandboxClient().count(carrier.toLowerCase(Locale.ROOT), "manifest"))
                .isEqualTo(1);
    }

    /** USPS refuses to make the form again, and does not print it again. FedEx prints it again. */
    @ParameterizedTest
    @CsvSource({"USPS, PRIORITY_MAIL, unconfirmed", "FedEx, FEDEX_GROUND, created"})
    void manifestThatWasNotStoredIsAskedForAgain(String carrier, String service, String status) {
        JsonObject shipment = buy(carrier, service);
        proxy.stallBefore("BEGIN", 1);
        closeAndKill(carrier, shipment);

        requireManifest(carrier, shipment, status);
    }

    @Test
    void manifestThatWasNotAnsweredIsReturned() {
        JsonObject shipment = buy("USPS", "PRIORITY_MAIL");
        proxy.stallAfter("COMMIT", 1);
        closeAndKill("USPS", shipment);

        requireManifest("USPS", shipment, "created");
        assertThat(here.sandboxClient().count("usps", "manifest")).isEqualTo(1);
    }

    private void closeAndKill(String carrier, JsonObject shipment) {
        CompletableFuture<Void> request = CompletableFuture.runAsync(() -> close(victim, carrier, shipment));
        await().atMost(20, SECONDS).until(proxy::isStalled);
        victim.close();
        assertThat(request).failsWithin(Duration.ofSeconds(10));
        // Discards what the dead process had not sent
        proxy.cut();
    }

    /** Also when it is requested once more. */
    private void requireManifest(String carrier, JsonObject shipment, String status) {
        await().atMost(30, SECONDS)
                .until(() -> close(here.service(), carrier, shipment).statusCode() < 300);
        Response again = close(here.service(), carrier, shipment);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.<String>path("status")).isEqualTo(status);
        assertThat(again.<List<String>>path("shipments")).containsExactly(shipment.getString("shipment_id"));
    }

    private JsonObject buy(String carrier, String service) {
        return new JsonObject(as().body(ApiTest.purchase(carrier, service).encode())
                .post(here.service().url() + "/api/v2/shipments/create")
                .then()
                .statusCode(201)
                .extract()
                .asString());
    }

    private Response close(PackagedService replica, String carrier, JsonObject shipment) {
        JsonObject request = new JsonObject().put("carrier", carrier).put("ship_date", shipment.getString("ship_date"));
        return as().body(request.encode()).post(replica.url() + "/api/v2/manifests");
    }

    private RequestSpecification as() {
        return given().contentType(ContentType.JSON)
                .header("Authorization", "Bearer " + here.sandboxClient().token(client, client, ApiTest.ALL_SCOPES));
    }
}
