package com.vantage.shipping.shipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.StoreProxyClient;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database failover during a purchase is invisible to the caller. */
@QuarkusTest
class FailoverTest extends ApiTest {
    private final String key = UUID.randomUUID().toString();

    @Inject
    AgroalDataSource database;

    @Inject
    MeterRegistry meters;

    /** The first commit stores the purchase, the second the order for the carrier, the third the result. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void connectionLostDuringCommitIsRecovered(int commit) {
        stores.dropReplyTo(StoreProxyClient.POSTGRES, "COMMIT", commit);

        String id = create().statusCode(201).extract().path("shipment_id");

        isBoughtOnce(id);
        create().statusCode(201).header("Idempotent-Replay", "true").body("shipment_id", is(id));
    }

    /** This carrier lists surcharges only at the purchase. */
    @Test
    void responseAfterLostCommitEqualsReplay() {
        JsonObject order = purchase("FedEx", "FEDEX_2_DAY");
        stores.dropReplyTo(StoreProxyClient.POSTGRES, "COMMIT", 2);

        String reply = createWithKey(order).statusCode(201).extract().asString();

        assertThat(new JsonObject(reply).getJsonArray("surcharges")).hasSize(1);
        assertThat(createWithKey(order)
                        .header("Idempotent-Replay", "true")
                        .extract()
                        .asString())
                .isEqualTo(reply);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void connectionLostBeforeTransactionIsRecovered(int begin) {
        stores.dropReplyTo(StoreProxyClient.POSTGRES, "BEGIN", begin);

        isBoughtOnce(create().statusCode(201).extract().path("shipment_id"));
    }

    @Test
    void databaseOutageIsRetried() {
        stores.cut(StoreProxyClient.POSTGRES);
        afterRetries(3, () -> stores.restore(StoreProxyClient.POSTGRES));

        isBoughtOnce(create().statusCode(201).extract().path("shipment_id"));
    }

    /** Like the old primary after a failover, for clients still connected to it. */
    @Test
    void readOnlyDatabaseIsRetried() {
        readOnly("on");
        afterRetries(3, () -> readOnly("off"));

        try {
            isBoughtOnce(create().statusCode(201).extract().path("shipment_id"));
        } finally {
            // Lest other tests find it read-only if this one fails
            readOnly("off");
        }
    }

    @Test
    void terminatedConnectionsAreReplaced() {
        sandbox.injectFault("ups", "buy", "slow&seconds=1");
        when(() -> sandbox.count("ups", "buy") == 1, this::terminateAll);

        isBoughtOnce(create().statusCode(201).extract().path("shipment_id"));
    }

    private void isBoughtOnce(String id) {
        assertThat(sandbox.sold(id)).hasSize(1);
        assertThat(sandbox.count("ups", "buy")).isEqualTo(1);
        // The test's own connection was terminated too
        await().ignoreExceptionsInstanceOf(SQLException.class).untilAsserted(() -> isWrittenOnce(id));
    }

    private void isWrittenOnce(String id) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.createStatement();
                var rows = query.executeQuery("SELECT s.state, count(l.*), (SELECT count(*) FROM idempotency_key k "
                        + "WHERE k.key = '" + key + "') FROM shipment s LEFT JOIN label l ON l.shipment_id = s.id "
                        + "WHERE s.id = '" + id + "' GROUP BY s.state")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("created");
            assertThat(rows.getInt(2)).isEqualTo(1);
            assertThat(rows.getInt(3)).isEqualTo(1);
        }
    }

    private void readOnly(String value) {
        execute("ALTER DATABASE postgres SET default_transaction_read_only = " + value);
        terminateAll();
    }

    private void terminateAll() {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                + "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
    }

    /** On a direct connection, which can write while others are read-only. */
    private void execute(String sql) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The counter is absent before the first use of the database. */
    private double retries() {
        return meters.find("database.retries").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private void afterRetries(int count, Runnable action) {
        double before = retries();
        when(() -> retries() >= before + count, action);
    }

    /** Runs the action in the background. */
    private static void when(Callable<Boolean> condition, Runnable action) {
        var _ = CompletableFuture.runAsync(() -> {
            await().until(condition);
            action.run();
        });
    }

    private ValidatableResponse create() {
        return createWithKey(purchase("UPS", "03"));
    }

    private ValidatableResponse createWithKey(JsonObject order) {
        return as(ALL_SCOPES)
                .header("Idempotency-Key", key)
                .body(order.encode())
                .post("/api/v2/shipments/create")
                .then();
    }
}
