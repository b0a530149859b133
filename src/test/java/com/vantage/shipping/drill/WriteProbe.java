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

/** Somebody who does nothing but write through PgBouncer, ten times a second: what the platform allows without the service. */
final class WriteProbe implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final HaCluster cluster;
    /** When each write was begun and when it was acknowledged. */
    private final ConcurrentSkipListMap<Long, Long> written = new ConcurrentSkipListMap<>();

    private final ConcurrentSkipListMap<String, Long> refused = new ConcurrentSkipListMap<>();
    private final Thread thread = Thread.ofPlatform().name("write-probe").unstarted(this::write);

    private WriteProbe(HaCluster cluster) {
        this.cluster = cluster;
    }

    static WriteProbe start(HaCluster cluster) throws SQLException {
        WriteProbe probe = new WriteProbe(cluster);
        try (Connection primary = cluster.connectToPrimary();
                Statement statement = primary.createStatement()) {
            // Not beside the service's tables, which Flyway wants for itself
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
                refused.merge(e.getSQLState() + " " + e.getMessage(), 1L, Long::sum);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void write(PreparedStatement insert) throws SQLException {
        long begun = System.nanoTime();
        insert.setLong(1, begun);
        insert.executeUpdate();
        written.put(begun, System.nanoTime());
    }

    /** How long after a moment of {@link System#nanoTime} the first write went well that was begun later. */
    Duration firstAfter(long nanos) throws InterruptedException {
        while (written.higherEntry(nanos) == null) {
            Thread.sleep(Duration.ofMillis(10));
        }
        return Duration.ofNanos(written.higherEntry(nanos).getValue() - nanos);
    }

    int acknowledged() {
        return written.size();
    }

    /** Writes that were acknowledged and are not there. */
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

    /** With which SQLSTATE and words writes were refused, and how often. */
    Map<String, Long> refused() {
        return refused;
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
