package com.vantage.shipping.webhook;

import com.vantage.shipping.api.GracefulShutdown;
import com.vantage.shipping.api.problem.StoreFailures;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Runs relay and dispatcher periodically, and deletes old deliveries. */
@ApplicationScoped
class WebhookJobs {
    private final EventRelay relay;
    private final WebhookDispatcher dispatcher;
    private final WebhookMetrics metrics;
    private final WebhookTransactions database;
    private final GracefulShutdown shutdown;
    private final WebhookConfig config;
    private final Clock clock;
    private volatile boolean isDatabaseUsable = true;

    WebhookJobs(
            EventRelay relay,
            WebhookDispatcher dispatcher,
            WebhookMetrics metrics,
            WebhookTransactions database,
            GracefulShutdown shutdown,
            WebhookConfig config,
            Clock clock) {
        this.relay = relay;
        this.dispatcher = dispatcher;
        this.metrics = metrics;
        this.database = database;
        this.shutdown = shutdown;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "${shipping.webhooks.poll-interval:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> poll() {
        return unlessShuttingDown(relay.relay().invoke(dispatcher::wake).invoke(metrics::recordPoll));
    }

    /** As often as metrics are collected: it counts the deliveries of all replicas. */
    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> refreshMetrics() {
        return unlessShuttingDown(metrics.refresh());
    }

    @Scheduled(every = "${shipping.purchases.maintenance-interval:1h}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> deleteOld() {
        Instant before = clock.instant().minus(config.retention());
        return unlessShuttingDown(database.executeInBatches((queries, limit) -> queries.deleteOld(before, limit))
                .replaceWithVoid());
    }

    /** Never fails: the job runs again soon. */
    private Uni<Void> unlessShuttingDown(Uni<Void> job) {
        if (shutdown.isShuttingDown()) {
            return Uni.createFrom().voidItem();
        }
        return shutdown.track(job.invoke(() -> isDatabaseUsable = true)
                .onFailure()
                .invoke(this::onFailure)
                .onFailure()
                .recoverWithNull());
    }

    /** Logs an outage once, as jobs are retried every second. That the schema is not migrated is logged elsewhere. */
    private void onFailure(Throwable failure) {
        if (isDatabaseUsable && !StoreFailures.isSchemaMissing(failure)) {
            isDatabaseUsable = false;
            Log.warnf("Webhooks cannot use the database: %s", failure.getMessage());
        }
    }
}
