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
    private static final Duration A_MOMENT = Duration.ofSeconds(2);

    /** The previous month, for slow clocks, the current one, and three ahead: time enough to notice failures. */
    private static final int MONTHS = 5;

    private static final int KEYS_AT_ONCE = 500;

    private final Database database;
    private final SchemaCheck schema;
    private final IdempotencyKeys keys;
    private final Reconciler reconciler;
    private final UnsettledPurchaseMetrics unsettled;
    private final PurchasesConfig config;
    private final Clock clock;
    private final GracefulShutdown departure;
    private final Scheduler scheduler;
    private final Vertx vertx;

    PartitionMaintenance(
            Database database,
            SchemaCheck schema,
            IdempotencyKeys keys,
            Reconciler reconciler,
            UnsettledPurchaseMetrics unsettled,
            PurchasesConfig config,
            Clock clock,
            GracefulShutdown departure,
            Scheduler scheduler,
            Vertx vertx) {
        this.database = database;
        this.schema = schema;
        this.keys = keys;
        this.reconciler = reconciler;
        this.unsettled = unsettled;
        this.config = config;
        this.clock = clock;
        this.departure = departure;
        this.scheduler = scheduler;
        this.vertx = vertx;
    }

    void begin(@ObservesAsync HttpServerStart started) {
        beginSoon();
    }

    void begin(@ObservesAsync HttpsServerStart started) {
        beginSoon();
    }

    /** Starts the scheduler late, so that a replica that fails to start logs only the reason. */
    private void beginSoon() {
        vertx.setTimer(A_MOMENT.toMillis(), now -> scheduler.resume());
    }

    @Scheduled(every = "${shipping.purchases.reconcile-interval:5s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> reconcile() {
        return whenUseful(reconciler.round().chain(unsettled::refresh));
    }

    /**
     * Also runs at start, when the current month may have no partition yet. A failed job does not prevent the others.
     */
    @Scheduled(every = "${shipping.purchases.maintenance-interval:1h}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> tidy() {
        return whenUseful(safely("create partitions ahead", makeMonths())
                .chain(() -> safely("drop old partitions", dropMonths()))
                .chain(() -> safely("delete expired idempotency keys", forgetKeys())));
    }

    /** Skips the job during shutdown, which waits for jobs in progress, and without a usable schema. */
    private Uni<Void> whenUseful(Uni<Void> round) {
        return departure.isShuttingDown() || !schema.isUsable()
                ? Uni.createFrom().voidItem()
                : departure.track(round);
    }

    Uni<List<String>> makeMonths() {
        return database.statement(queries -> queries.makeMonths(today().minusMonths(1), MONTHS))
                .invoke(made -> made.forEach(table -> Log.infof("Created partition %s", table)));
    }

    /** Drops one partition at a time. If one is locked, the next round drops the rest. */
    Uni<List<String>> dropMonths() {
        LocalDate before = today().withDayOfMonth(1).minusMonths(config.retentionMonths());
        return Multi.createBy()
                .repeating()
                .uni(() -> database.statement(queries -> queries.dropMonth(before)))
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
    Uni<Integer> forgetKeys() {
        Instant before = clock.instant().minus(config.keyRetention());
        return Multi.createBy()
                .repeating()
                .uni(() -> keys.forget(before, KEYS_AT_ONCE))
                .whilst(gone -> gone == KEYS_AT_ONCE)
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    private static Uni<Void> safely(String what, Uni<?> work) {
        return work.onFailure()
                .invoke(e -> Log.errorf("Could not %s; will retry: %s", what, e.getMessage()))
                .onFailure()
                .recoverWithItem(() -> null)
                .replaceWithVoid();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
