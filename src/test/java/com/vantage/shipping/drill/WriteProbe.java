package com.vantage.shipping.drill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A client that only writes through PgBouncer, ten times a second: shows what the platform allows without the service.
 */
final class WriteProbe implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final PatroniCluster cluster;
    /** Start and acknowledgement of each write. */
    private final ConcurrentSkipListMap<Long, Long> written = new ConcurrentSkipListMap<>();

    private final ConcurrentSkipListMap<String, Long> failures = new ConcurrentSkipListMap<>();
    private final Thread thread = Thread.ofPlatform().name("write-probe").unstarted(this::write);

    private WriteProbe(PatroniCluster cluster) {
        this.cluster = cluster;
    }

    static WriteProbe start(PatroniCluster cluster) throws SQLException {
        WriteProbe probe = new WriteProbe(cluster);
        try (Connection primary = cluster.connectToPrimary();
                Statement statement = primary.createStatement()) {
            // A separate schema, as Flyway expects the service's schema to be empty
            statement.execute("CREATE SCHEMA drill");
            statement.execute("CREATE TABLE drill.written (at bigint PRIMARY KEY)");
        }
        probe.thread.start();
        return probe;
    }

    private void write() {
        while (!thread.isInterrupted()) {
            try (Connection connection = cluster.connect();
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO drill.written VALUES (?)")) {
                while (!thread.isInterrupted()) {
                    write(insert);
                    Thread.sleep(PAUSE);
                }
            } catch (SQLException e) {
                failures.merge(e.getSQLState() + " " + e.getMessage(), 1L, Long::sum);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void write(PreparedStatement insert) throws SQLException {
        long started = System.nanoTime();
        insert.setLong(1, started);
        insert.executeUpdate();
        written.put(started, System.nanoTime());
    }

    /** Time until the first successful write that started after this {@link System#nanoTime}. */
    Duration firstAfter(long nanos) throws InterruptedException {
        while (written.higherEntry(nanos) == null) {
            Thread.sleep(Duration.ofMillis(10));
        }
        return Duration.ofNanos(written.higherEntry(nanos).getValue() - nanos);
    }

    int acknowledged() {
        return written.size();
    }

    /** Acknowledged writes that are missing. */
    Set<Long> lost() throws SQLException {
        Set<Long> lost = new TreeSet<>(written.keySet());
        try (Connection primary = cluster.connectToPrimary();
                Statement statement = primary.createStatement();
                ResultSet kept = statement.executeQuery("SELECT at FROM drill.written")) {
            while (kept.next()) {
                lost.remove(kept.getLong(1));
            }
        }
        return lost;
    }

    /** Counts of failed writes by SQLSTATE and message. */
    Map<String, Long> failures() {
        return failures;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
