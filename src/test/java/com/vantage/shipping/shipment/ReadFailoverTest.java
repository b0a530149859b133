package com.vantage.shipping.shipment;

import static com.vantage.shipping.support.StoreProxyClient.POSTGRES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.StandbyServer;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads while the primary does not answer, from a second server that replicates it. */
@QuarkusTest
@TestProfile(ReadFailoverTest.WithReplica.class)
class ReadFailoverTest extends ApiTest {
    /** A second, with tolerance for a busy machine; without a replica, reads take four seconds here. */
    private static final long AT_ONCE_MS = 2_500;

    @SuppressWarnings("NullAway.Init")
    private static StandbyServer standby;

    @SuppressWarnings("NullAway.Init")
    @ConfigProperty(name = "shipping.database.read-url")
    String url;

    @Inject
    AgroalDataSource database;

    @Inject
    ReadDatabase reads;

    @Inject
    MeterRegistry meters;

    public static final class WithReplica implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("shipping.database.read-url", "postgresql://127.0.0.1:" + freePort() + "/postgres");
        }

        private static int freePort() {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @BeforeEach
    void startReplica() throws IOException, SQLException {
        if (standby == null) {
            standby = StandbyServer.start(database, URI.create(url).getPort());
        }
    }

    @AfterEach
    void restorePrimary() throws SQLException {
        standby.resumeReplay();
        stores.restoreAll();
        await().atMost(20, SECONDS).until(reads::isPrimaryAnswering);
    }

    @AfterAll
    static void stopReplica() throws IOException {
        standby.close();
    }

    @Test
    void primaryIsReadWhileItAnswers() {
        String id = buy();

        // The first reads of a cold service may take longer than they wait for the primary
        await().atMost(20, SECONDS).untilAsserted(() -> {
            get("/api/v2/shipments/" + id).statusCode(200).header("Data-Source", nullValue());
            get("/api/v2/shipments/" + id + "/label").statusCode(200).header("Data-Source", nullValue());
            get("/api/v2/shipments").statusCode(200).header("Data-Source", nullValue());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "stalled"})
    void replicaAnswersReadsWhilePrimaryDoesNot(String fault) {
        String id = buyReplicated();
        disturb(fault);

        fromReplica("/api/v2/shipments/" + id)
                .body("packages.reference", is(List.of("box 1")))
                .body("destination.name", is("Jane Doe"));
        fromReplica("/api/v2/shipments/" + id + "/label").contentType("application/pdf");
        fromReplica("/api/v2/shipments").body("shipments.shipment_id", hasItem(id));
        fromReplica("/api/v2/shipments/" + id + "/tracking").body("shipment_id", is(id));
    }

    @Test
    void readsReturnToThePrimary() {
        String id = buyReplicated();
        stores.cut(POSTGRES);
        fromReplica("/api/v2/shipments/" + id);

        stores.restore(POSTGRES);

        await().atMost(20, SECONDS)
                .untilAsserted(
                        () -> get("/api/v2/shipments/" + id).statusCode(200).header("Data-Source", nullValue()));
    }

    @Test
    void shipmentThatReplicaLacksIsUnavailable() throws SQLException {
        standby.pauseReplay();
        String id = buy();
        stores.cut(POSTGRES);

        unavailable("shop", "/api/v2/shipments/" + id);
        unavailable("shop", "/api/v2/shipments/" + id + "/tracking");
        fromReplica("/api/v2/shipments").body("shipments.shipment_id", not(hasItem(id)));
    }

    /** As a missing one is, so that neither status nor time reveals it. */
    @Test
    void shipmentOfAnotherClientIsUnavailable() {
        String id = buyReplicated();
        stores.cut(POSTGRES);

        unavailable("stranger", "/api/v2/shipments/" + id);
        unavailable("stranger", "/api/v2/shipments/" + id + "/tracking");
    }

    @Test
    void trackedShipmentOfReplicaIsNotCached() {
        String id = buyReplicated();
        stores.cut(POSTGRES);
        fromReplica("/api/v2/shipments/" + id + "/tracking");

        fromReplica("/api/v2/shipments/" + id + "/tracking").header("X-Cache", is("HIT"));
    }

    @Test
    void changesNeedThePrimary() {
        String id = buyReplicated();
        stores.cut(POSTGRES);

        create(purchase("UPS", "03")).statusCode(503);
        as(ALL_SCOPES).post("/api/v2/shipments/{id}/cancel", id).then().statusCode(503);
    }

    @Test
    void labelReadIsAuditedWhenPrimaryAnswersAgain() {
        String id = buyReplicated();
        stores.cut(POSTGRES);
        fromReplica("/api/v2/shipments/" + id);
        fromReplica("/api/v2/shipments/" + id + "/label");

        stores.restore(POSTGRES);

        await().atMost(20, SECONDS)
                .untilAsserted(() -> assertThat(auditedActions(id)).containsExactly("read_label", "create"));
    }

    @Test
    void documentIsReadFromReplicaAndAuditedLater() {
        JsonObject abroad = purchase("UPS", "65").put("customs", customs());
        abroad.getJsonObject("destination")
                .put("city", "London")
                .put("zip", "SW1A 1AA")
                .put("country", "GB")
                .put("phone", "+44 20 7946 0958")
                .remove("state");
        String id = create(abroad).statusCode(201).extract().path("shipment_id");
        await().atMost(20, SECONDS).until(standby::hasCaughtUp);
        stores.cut(POSTGRES);
        fromReplica("/api/v2/shipments/" + id);
        fromReplica("/api/v2/shipments/" + id + "/documents/commercial_invoice").contentType("application/pdf");

        stores.restore(POSTGRES);

        await().atMost(20, SECONDS)
                .untilAsserted(() -> assertThat(auditedActions(id)).containsExactly("read_document", "create"));
    }

    @Test
    void operatorsReadOfOthersWaitsForItsAuditEntry() {
        String id = buyReplicated();
        stores.cut(POSTGRES);

        withToken(sandbox.token("support", "op-7", "shipping:ops"))
                .get("/api/v2/shipments/{id}/label", id)
                .then()
                .statusCode(503);
    }

    @Test
    void usageOfEachConnectionPoolIsMeasured() {
        get("/api/v2/shipments").statusCode(200);
        reads.checkReplica().await().indefinitely();

        assertThat(meters.get("sql.pool.ratio").gauges())
                .hasSize(2)
                .allSatisfy(pool -> assertThat(pool.value()).isFinite())
                .anySatisfy(pool -> assertThat(pool.getId().getTag("pool.name")).isEqualTo(ReadDatabase.REPLICA));
    }

    @Test
    void unavailableReplicaIsReportedAndReadsWaitForPrimary() throws IOException {
        String id = buy();
        standby.stop();
        try {
            reads.checkReplica().await().indefinitely();
            assertThat(meters.get("database.replica.available").gauge().value()).isZero();

            stores.cut(POSTGRES);
            unavailable("shop", "/api/v2/shipments/" + id);
        } finally {
            standby.start();
        }
        reads.checkReplica().await().indefinitely();
        assertThat(meters.get("database.replica.available").gauge().value()).isEqualTo(1);
    }

    private String buy() {
        return create(purchase("UPS", "03")).statusCode(201).extract().path("shipment_id");
    }

    private String buyReplicated() {
        String id = buy();
        await().atMost(20, SECONDS).until(standby::hasCaughtUp);
        return id;
    }

    private void disturb(String fault) {
        if (fault.equals("cut")) {
            stores.cut(POSTGRES);
        } else {
            stores.stall(POSTGRES);
        }
    }

    private ValidatableResponse get(String path) {
        return as(ALL_SCOPES).get(path).then();
    }

    private ValidatableResponse fromReplica(String path) {
        return get(path).statusCode(200).time(lessThan(AT_ONCE_MS)).header("Data-Source", is("replica"));
    }

    private void unavailable(String client, String path) {
        withToken(sandbox.token(client, client, ALL_SCOPES))
                .get(path)
                .then()
                .statusCode(503)
                .header("Data-Source", nullValue())
                .header("Retry-After", is("2"))
                .body("type", startsWith("/problems/storage-unavailable"));
    }

    private List<String> auditedActions(String id) {
        return as("shipping:ops")
                .get("/api/v2/shipments/audit?shipment_id={id}", id)
                .then()
                .statusCode(200)
                .extract()
                .path("entries.action");
    }
}
