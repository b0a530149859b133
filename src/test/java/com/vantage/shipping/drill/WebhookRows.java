package com.vantage.shipping.drill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows of events, endpoints and deliveries, written and read without the service. */
final class WebhookRows implements AutoCloseable {
    private static final String INSERT = """
            INSERT INTO shipment_event (created_at, client, shipment_id, state, shipment)
            SELECT now(), ?, id, ?, jsonb_build_object('shipment_id', id)
            FROM generate_series(?, ?) n, LATERAL (SELECT ? || n % ?) AS shipment (id)""";

    private static final String RETRIES = """
            SELECT sequence, attempts, extract(epoch FROM due_at - last_attempt_at) FROM webhook_delivery
            WHERE endpoint_id = ? AND attempts > 0 AND due_at IS NOT NULL AND leased_until IS NULL""";

    /** Nothing is sent to the endpoint before it may be tried again and a delivery is due. */
    private static final String WAIT = """
            SELECT extract(epoch FROM greatest(min(d.due_at), e.retry_at) - now())
            FROM webhook_endpoint e JOIN webhook_delivery d ON d.endpoint_id = e.id
            WHERE e.id = ? AND e.enabled AND d.attempts > 0 AND d.due_at IS NOT NULL GROUP BY e.retry_at
            HAVING bool_and(d.leased_until IS NULL)""";

    private static final List<String> SHIFTS = List.of("""
            UPDATE webhook_endpoint SET retry_at = retry_at - interval '%1$s ms', failing_since = failing_since - interval '%1$s ms'
            WHERE id = '%2$s'""", """
            UPDATE webhook_delivery SET due_at = due_at - interval '%1$s ms', first_attempt_at = first_attempt_at - interval '%1$s ms',
                last_attempt_at = last_attempt_at - interval '%1$s ms'
            WHERE endpoint_id = '%2$s'""");

    private final Connection connection;
    private final String client;

    /**
     * The retry that a delivery waits for.
     *
     * @param attempts that have failed
     */
    record Retry(long sequence, int attempts, Duration delay) {}

    WebhookRows(Connection connection, String client) {
        this.connection = connection;
        this.client = client;
    }

    /**
     * Inserts events in one transaction, for shipments in turn.
     *
     * @param prefix of the shipments' ids
     */
    void insertEvents(String prefix, int shipments, String state, int count) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, client);
            insert.setString(2, state);
            insert.setInt(3, 1);
            insert.setInt(4, count);
            insert.setString(5, prefix);
            insert.setInt(6, shipments);
            insert.executeUpdate();
        }
    }

    /** Retries that wait. */
    List<Retry> retries(String endpoint) throws SQLException {
        List<Retry> retries = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(RETRIES)) {
            query.setString(1, endpoint);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    retries.add(new Retry(row.getLong(1), row.getInt(2), seconds(row.getDouble(3))));
                }
            }
        }
        return retries;
    }

    /** How long nothing will be sent to an endpoint that has failed; empty while something is sent or nothing has failed. */
    Optional<Duration> timeUntilRetry(String endpoint) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(WAIT)) {
            query.setString(1, endpoint);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(seconds(row.getDouble(1))) : Optional.empty();
            }
        }
    }

    /** Moves the times of an endpoint and its deliveries into the past, which is to them as if the clock were advanced. */
    void advanceClock(String endpoint, Duration time) throws SQLException {
        try (Statement update = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String shift : SHIFTS) {
                update.executeUpdate(shift.formatted(time.toMillis(), endpoint));
            }
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    long count(String endpoint, String state) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT count(*) FROM webhook_delivery WHERE endpoint_id = ? AND state = ?")) {
            query.setString(1, endpoint);
            query.setString(2, state);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1e3));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
