package com.vantage.shipping.shipment;

import com.vantage.shipping.api.GracefulShutdown;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Duration;

/** Runs {@link Reconciler} and {@link PartitionMaintenance} periodically, once HTTP is served. */
@ApplicationScoped
class ScheduledJobs {
    /** After this time a start that fails to bind its port has failed. */
    private static final Duration START_DELAY = Duration.ofSeconds(2);

    private final Reconciler reconciler;
    private final UnsettledPurchaseMetrics metrics;
    private final PartitionMaintenance maintenance;
    private final SchemaReadinessCheck schema;
    private final GracefulShutdown shutdown;
    private final Scheduler scheduler;
    private final Vertx vertx;

    ScheduledJobs(
            Reconciler reconciler,
            UnsettledPurchaseMetrics metrics,
            PartitionMaintenance maintenance,
            SchemaReadinessCheck schema,
            GracefulShutdown shutdown,
            Scheduler scheduler,
            Vertx vertx) {
        this.reconciler = reconciler;
        this.metrics = metrics;
        this.maintenance = maintenance;
        this.schema = schema;
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

    @Scheduled(every = "${shipping.purchases.reconcile-interval:5s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> reconcile() {
        return unlessSkipped(reconciler.reconcile().chain(metrics::refresh));
    }

    /** Also runs at start, when the current month may have no partition yet. */
    @Scheduled(every = "${shipping.purchases.maintenance-interval:1h}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> maintainPartitions() {
        return unlessSkipped(maintenance.maintain());
    }

    /** Skips the job during shutdown, which waits for jobs in progress, and without a usable schema. */
    private Uni<Void> unlessSkipped(Uni<Void> job) {
        return shutdown.isShuttingDown() || !schema.isUsable()
                ? Uni.createFrom().voidItem()
                : shutdown.track(job);
    }
}
