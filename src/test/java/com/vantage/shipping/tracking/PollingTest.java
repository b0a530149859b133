package com.vantage.shipping.tracking;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import com.vantage.shipping.api.GracefulShutdown;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.model.TrackingScheduleStore;
import com.vantage.shipping.support.MovableClock;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;

/** Base of tests of polling: replicas that share a clock, which tests move. Earlier shipments are not polled. */
abstract class PollingTest extends TrackingApiTest {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final MovableClock clock = new MovableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));

    @Inject
    Carriers allCarriers;

    @Inject
    TrackingScheduleStore store;

    @Inject
    TrackingSchedule schedule;

    @Inject
    CachedShipmentReader shipments;

    @Inject
    TrackingCache cache;

    @Inject
    TrackingLookupMetrics lookupMetrics;

    @Inject
    TrackingPollMetrics pollMetrics;

    @Inject
    TrackingConfig config;

    @Inject
    TrackingPollingConfig polling;

    @Inject
    GracefulShutdown shutdown;

    @BeforeEach
    void scheduleNewShipmentsOnly() {
        execute("DELETE FROM tracking_schedule");
        execute(
                "UPDATE tracking_cursor SET transaction = pg_snapshot_xmax(pg_current_snapshot())::text::bigint, number = 0");
    }

    TrackingPoller replica() {
        TrackingCoalescer coalescer = new TrackingCoalescer(cache, config, clock);
        TrackingLookup lookup =
                new TrackingLookup(allCarriers, shipments, cache, coalescer, lookupMetrics, config, clock);
        return new TrackingPoller(allCarriers, store, schedule, lookup, pollMetrics, polling, shutdown, clock);
    }

    void poll() {
        awaitFeed();
        replica().poll().await().atMost(PATIENCE);
    }

    /** Polls after this time. */
    void pollAfter(Duration time) {
        clock.advance(time);
        poll();
    }

    /** Adds new shipments to the schedule and makes them due. */
    void schedule() {
        poll();
        execute("UPDATE tracking_schedule SET due_at = '" + clock.instant() + "'");
    }

    boolean isScheduled(Bought shipment) {
        return !query("SELECT due_at FROM tracking_schedule WHERE shipment_id = $1", shipment.id())
                .isEmpty();
    }

    Instant dueAt(Bought shipment) {
        return query("SELECT due_at FROM tracking_schedule WHERE shipment_id = $1", shipment.id())
                .getFirst()
                .getOffsetDateTime(0)
                .toInstant();
    }

    /** The statuses of the shipment's events of tracking, in order. */
    List<String> changes(Bought shipment) {
        return query(
                        "SELECT shipment -> 'tracking' AS tracking FROM shipment_event WHERE shipment_id = $1 "
                                + "AND jsonb_exists(shipment, 'tracking') "
                                + "ORDER BY transaction, number",
                        shipment.id())
                .stream()
                .map(row -> ((JsonObject) row.getValue(0)).getString("status"))
                .toList();
    }

    void execute(String sql) {
        database.query(sql).executeAndAwait();
    }

    List<Row> query(String sql, String parameter) {
        return StreamSupport.stream(
                        database.preparedQuery(sql)
                                .executeAndAwait(Tuple.of(parameter))
                                .spliterator(),
                        false)
                .toList();
    }

    /** Events are read up to the oldest open transaction, which may be one of PostgreSQL's own. */
    private void awaitFeed() {
        await().atMost(20, SECONDS)
                .until(() -> database.query("SELECT count(*) FROM shipment_event "
                                        + "WHERE transaction >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
                                .executeAndAwait()
                                .iterator()
                                .next()
                                .getLong(0)
                        == 0);
    }
}
