package com.vantage.shipping.shipment;

import com.vantage.shipping.api.GracefulShutdown;
import com.vantage.shipping.api.problem.StoreFailure;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Maintains the tables: creates monthly partitions ahead, drops old ones, deletes expired idempotency keys. All
 * replicas run it; a job that another has done has no effect.
 */
@ApplicationScoped
class PartitionMaintenance {
    /** After this time a start that fails to bind its port has failed. */
    private static final Duration START_DELAY = Duration.ofSeconds(2);

    /** The previous month, for slow clocks, the current one, and three ahead: time enough to notice failures. */
    private static final int MONTH_COUNT = 5;

    private static final int KEY_BATCH_SIZE = 500;

    private final Database database;
    private final SchemaCheck schema;
    private final IdempotencyKeys keys;
    private final Reconciler reconciler;
    private final UnsettledPurchaseMetrics metrics;
    private final PurchasesConfig config;
    private final Clock clock;
    private final GracefulShutdown shutdown;
    private final Scheduler scheduler;
    private final Vertx vertx;

    PartitionMaintenance(
            Database database,
            SchemaCheck schema,
            IdempotencyKeys keys,
            Reconciler reconciler,
            UnsettledPurchaseMetrics metrics,
            PurchasesConfig config,
            Clock clock,
            GracefulShutdown shutdown,
            Scheduler scheduler,
            Vertx vertx) {
        this.database = database;
        this.schema = schema;
        this.keys = keys;
        this.reconciler = reconciler;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
        this.shutdown = shutdown;
        this.scheduler = scheduler;
        this.vertx = vertx;
    }

    void onHttpStart(@ObservesAsync HttpServerStart started) {
        startScheduler();
    }

    void onHttpStart(@ObservesAsync HttpsServerStart started) {
        startScheduler();
    }

    /** Starts the scheduler late, so that a replica that fails to start logs only the reason. */
    private void startScheduler() {
        vertx.setTimer(START_DELAY.toMillis(), now -> scheduler.resume());
    }

    @Scheduled(every = "${shipping.purchases.pace:5s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> reconcile() {
        return unlessSkipped(reconciler.reconcile().chain(metrics::refresh));
    }

    /**
     * Also runs at start, when the current month may have no partition yet. A failed job does not prevent the others.
     */
    @Scheduled(every = "${shipping.purchases.upkeep:1h}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> maintain() {
        return unlessSkipped(logFailure("create partitions ahead", createPartitions())
                .chain(() -> logFailure("drop old partitions", dropOldPartitions()))
                .chain(() -> logFailure("delete expired idempotency keys", deleteExpiredKeys())));
    }

    /** Skips the job during shutdown, which waits for jobs in progress, and without a usable schema. */
    private Uni<Void> unlessSkipped(Uni<Void> job) {
        return shutdown.isUnderWay() || !schema.isUsable() ? Uni.createFrom().voidItem() : shutdown.waitsFor(job);
    }

    Uni<List<String>> createPartitions() {
        return database.execute(queries -> queries.createPartitions(today().minusMonths(1), MONTH_COUNT))
                .invoke(created -> created.forEach(table -> Log.infof("Created partition %s", table)));
    }

    /** Drops one partition at a time. If one is locked, the next round drops the rest. */
    Uni<List<String>> dropOldPartitions() {
        LocalDate before = today().withDayOfMonth(1).minusMonths(config.keepMonths());
        return Multi.createBy()
                .repeating()
                .uni(() -> database.execute(queries -> queries.dropPartitions(before)))
                .whilst(dropped -> !dropped.isEmpty())
                .onItem()
                .<String>disjoint()
                .invoke(table -> Log.infof("Dropped partition %s", table))
                .onFailure(StoreFailure::isLocked)
                .invoke(e ->
                        Log.infof("Could not drop an old partition, which is locked; will retry: %s", e.getMessage()))
                .onFailure(StoreFailure::isLocked)
                .recoverWithCompletion()
                .collect()
                .asList();
    }

    /** In batches, so that locks are short. */
    Uni<Integer> deleteExpiredKeys() {
        Instant before = clock.instant().minus(config.keepKeys());
        return Multi.createBy()
                .repeating()
                .uni(() -> keys.deleteOld(before, KEY_BATCH_SIZE))
                .whilst(deleted -> deleted == KEY_BATCH_SIZE)
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    private static Uni<Void> logFailure(String task, Uni<?> work) {
        return work.onFailure()
                .invoke(e -> Log.errorf("Could not %s; will retry: %s", task, e.getMessage()))
                .onFailure()
                .recoverWithItem(() -> null)
                .replaceWithVoid();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
