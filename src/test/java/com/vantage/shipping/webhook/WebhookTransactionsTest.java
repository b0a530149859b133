package com.vantage.shipping.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.api.GracefulShutdown;
import com.vantage.shipping.model.EventFeed;
import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.LogCapture;
import com.vantage.shipping.support.MovableClock;
import com.vantage.shipping.support.StoreProxyClient;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions with endpoints and deliveries: lost leases, lost replies to commits, and many rows. */
@QuarkusTest
class WebhookTransactionsTest extends ApiTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final DeliveryAttempt FAILURE = DeliveryAttempt.answered(500, Duration.ofMillis(20));
    private static final DeliveryAttempt GONE = DeliveryAttempt.answered(410, Duration.ofMillis(20));

    private final String client = "client-" + UUID.randomUUID();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final MovableClock clock = new MovableClock(now);

    @Inject
    AgroalDataSource database;

    @Inject
    WebhookTransactions transactions;

    @Inject
    WebhookMessageWriter messages;

    @Inject
    WebhookMetrics metrics;

    @Inject
    RetrySchedule schedule;

    @Inject
    EventFeed feed;

    @Inject
    WebhookDispatcher dispatcher;

    @Inject
    GracefulShutdown shutdown;

    @Inject
    WebhookConfig config;

    @Inject
    MeterRegistry meters;

    private record Leased(WebhookEndpoint endpoint, WebhookDelivery delivery) {}

    /** Finds no events, or fails. */
    private final class TestRelay extends EventRelay {
        private Uni<Void> outcome = Uni.createFrom().voidItem();

        TestRelay() {
            super(feed, transactions, messages, clock);
        }

        void failWith(Throwable failure) {
            outcome = Uni.createFrom().failure(failure);
        }

        @Override
        Uni<Void> relay() {
            return outcome;
        }
    }

    @BeforeEach
    @AfterEach
    void deleteEndpoints() throws SQLException {
        update("DELETE FROM webhook_endpoint");
    }

    @Test
    void failureOfLostLeaseIsNotRecorded() throws SQLException {
        Leased leased = leaseDelivery();
        update("UPDATE webhook_delivery SET leased_until = leased_until + interval '1 minute'");

        record(leased, FAILURE);

        assertThat(value("SELECT failures FROM webhook_endpoint")).isEqualTo(0);
        assertThat(value("SELECT attempts FROM webhook_delivery")).isEqualTo(0);
    }

    @Test
    void failureIsRecordedOnceIfReplyToCommitIsLost() throws SQLException {
        Leased leased = leaseDelivery();
        stores.dropReplyTo(StoreProxyClient.POSTGRES, "COMMIT", 0);

        record(leased, FAILURE);

        assertThat(value("SELECT failures FROM webhook_endpoint")).isEqualTo(1);
        assertThat(value("SELECT attempts FROM webhook_delivery")).isEqualTo(1);
    }

    @Test
    void disabledEndpointIsReportedOnceIfReplyToCommitIsLost() throws SQLException {
        Leased leased = leaseDelivery();
        WebhookEndpoint other = insertEndpoint("webhook.disabled");
        double before = disabled();
        stores.dropReplyTo(StoreProxyClient.POSTGRES, "COMMIT", 0);

        record(leased, GONE);

        assertThat(value("SELECT count(*) FROM webhook_delivery WHERE endpoint_id = '" + other.id() + "'"))
                .isEqualTo(1L);
        assertThat(disabled()).isEqualTo(before + 1);
    }

    @Test
    void testEventIsSentOnceIfReplyToCommitIsLost() throws SQLException {
        WebhookEndpoint endpoint = insertEndpoint("shipment.*");
        update("UPDATE webhook_endpoint SET enabled = false");
        stores.dropReplyTo(StoreProxyClient.POSTGRES, "COMMIT", 0);

        owner().post("/api/v2/webhooks/{id}/test", endpoint.id()).then().statusCode(202);

        assertThat(value("SELECT count(*) FROM webhook_delivery")).isEqualTo(1L);
    }

    /** Otherwise each delivery of a large backlog would take as long as reading all of it. */
    @Test
    void leaseReadsOnlyFirstDeliveriesOfBacklog() throws SQLException {
        WebhookEndpoint endpoint = insertEndpoint("shipment.*");
        insertDeliveries(endpoint, 3000, "pending", now);
        update("ANALYZE webhook_delivery");

        long read = transact(queries -> queries.lease(new String[] {endpoint.id()}, 4, now, now.plusSeconds(60))
                .invoke(leased -> assertThat(leased).hasSize(4))
                .chain(() -> queries.session()
                        .createNativeQuery(
                                "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables "
                                        + "WHERE relname = 'webhook_delivery'",
                                Long.class)
                        .getSingleResult()));

        assertThat(read).isLessThan(100);
    }

    /** Otherwise a large redelivery to a fast endpoint would not end. */
    @Test
    void redeliveryLeavesOutWhatIsDeliveredMeanwhile() throws SQLException {
        WebhookEndpoint endpoint = insertEndpoint("shipment.*");
        insertDeliveries(endpoint, 3, "delivered", now.minusSeconds(60));
        assertThat(redeliverRange(endpoint, 2)).isEqualTo(2);
        update("UPDATE webhook_delivery SET state = 'delivered', due_at = NULL, last_attempt_at = '%s' "
                        .formatted(now.plusSeconds(1))
                + "WHERE state = 'pending'");

        assertThat(redeliverRange(endpoint, 2)).isEqualTo(1);
        assertThat(redeliverRange(endpoint, 2)).isZero();
    }

    @Test
    void enabledEndpointIsRestartedInShortTransactions() throws SQLException {
        WebhookEndpoint endpoint = insertEndpoint("shipment.*");
        insertDeliveries(endpoint, 1200, "pending", now.minusSeconds(60));
        update("UPDATE webhook_endpoint SET enabled = false, disabled_reason = 'failing', disabled_at = now()");

        owner().body(new JsonObject().put("enabled", true).encode())
                .patch("/api/v2/webhooks/{id}", endpoint.id())
                .then()
                .statusCode(200)
                .body("enabled", is(true));

        assertThat(value("SELECT count(*) FROM webhook_delivery WHERE attempts = 0 AND first_attempt_at IS NULL "
                        + "AND due_at <= now()"))
                .isEqualTo(1200L);
        assertThat((Long) value("SELECT max(count) FROM (SELECT count(*) FROM webhook_delivery GROUP BY xmin::text)"))
                .isLessThanOrEqualTo(500);
    }

    @Test
    void pollDoesNotCountDeliveries() throws SQLException {
        WebhookEndpoint endpoint = insertEndpoint("shipment.*");
        insertDeliveries(endpoint, 3, "pending", now.plusSeconds(600));
        SimpleMeterRegistry own = new SimpleMeterRegistry();
        TestRelay relay = new TestRelay();
        WebhookMetrics counted = new WebhookMetrics(relay, transactions, own, clock);

        jobs(relay, counted).poll().await().atMost(TIMEOUT);
        assertThat(pending(own)).isNaN();
        counted.refresh().await().atMost(TIMEOUT);
        assertThat(pending(own)).isEqualTo(3);
    }

    @Test
    void outageAfterMissingSchemaIsLoggedOnce() {
        TestRelay relay = new TestRelay();
        WebhookJobs jobs = jobs(relay, metrics);

        try (LogCapture log = LogCapture.of(WebhookJobs.class)) {
            relay.failWith(new SQLException("relation \"webhook_cursor\" does not exist", "42P01"));
            jobs.poll().await().atMost(TIMEOUT);
            assertThat(log.lines()).isEmpty();
            relay.failWith(new IOException("connection refused"));
            jobs.poll().await().atMost(TIMEOUT);
            jobs.poll().await().atMost(TIMEOUT);

            assertThat(log.lines()).containsExactly("WARN Webhooks cannot use the database: connection refused");
        }
    }

    private WebhookJobs jobs(EventRelay relay, WebhookMetrics counted) {
        return new WebhookJobs(relay, dispatcher, counted, transactions, shutdown, config, clock);
    }

    private void record(Leased leased, DeliveryAttempt attempt) {
        new DeliveryRecorder(transactions, messages, metrics, schedule, clock)
                .record(leased.endpoint(), leased.delivery(), attempt)
                .await()
                .atMost(TIMEOUT);
    }

    private Leased leaseDelivery() {
        WebhookEndpoint endpoint = insertEndpoint("shipment.*");
        WebhookDelivery delivery = new WebhookDelivery(
                endpoint.id(), new WebhookMessage(1, "A", "shipment.created", now, "{}"), now.minusSeconds(1));
        transact(queries -> queries.session().insert(delivery).replaceWith(delivery));
        List<WebhookDelivery> leased =
                transact(queries -> queries.lease(new String[] {endpoint.id()}, 4, now, now.plusSeconds(60)));
        return new Leased(endpoint, leased.getFirst());
    }

    private WebhookEndpoint insertEndpoint(String events) {
        WebhookEndpoint endpoint = new WebhookEndpoint(
                "wh_" + UUID.randomUUID().toString().substring(0, 22),
                client,
                "http://127.0.0.1:1/hooks",
                null,
                EventTypePattern.fromText(events),
                WebhookSecret.random(),
                now);
        transact(queries -> queries.session().insert(endpoint).replaceWith(endpoint));
        return endpoint;
    }

    /** Deliveries of different shipments that were tried once. */
    private void insertDeliveries(WebhookEndpoint endpoint, int count, String state, Instant time) throws SQLException {
        update("""
                INSERT INTO webhook_delivery (endpoint_id, sequence, subject, type, payload, occurred_at, state, due_at, attempts,
                    first_attempt_at, last_attempt_at)
                SELECT '%1$s', n, 'S' || n, 'shipment.created', '{}', timestamptz '%3$s' - interval '1 day', '%2$s',
                    CASE WHEN '%2$s' = 'pending' THEN timestamptz '%3$s' + n * interval '1 second' - interval '1 hour' END,
                    1, timestamptz '%3$s' - interval '1 hour', timestamptz '%3$s' - interval '1 hour'
                FROM generate_series(1, %4$d) n""".formatted(endpoint.id(), state, time, count));
    }

    private int redeliverRange(WebhookEndpoint endpoint, int limit) {
        return transact(queries -> queries.redeliverRange(
                endpoint.id(),
                now.minus(Duration.ofDays(2)),
                now,
                List.of(DeliveryState.FAILED, DeliveryState.DELIVERED),
                DeliveryState.PENDING,
                now,
                limit));
    }

    private <T> T transact(Function<WebhookQueries, Uni<T>> work) {
        return transactions.inTransaction(work).await().atMost(TIMEOUT);
    }

    private double disabled() {
        return meters.get("webhook.disabled").counter().count();
    }

    private static double pending(MeterRegistry registry) {
        return registry.get("webhook.pending").gauge().value();
    }

    private RequestSpecification owner() {
        return withToken(sandbox.token(client, client, "shipping:ship"));
    }

    private Object value(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.createStatement();
                var rows = query.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getObject(1);
        }
    }

    private void update(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
