package com.vantage.shipping.webhook;

import com.vantage.shipping.api.GracefulShutdown;
import com.vantage.shipping.api.problem.StoreFailures;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Runs relay and dispatcher periodically, and deletes old deliveries. */
@ApplicationScoped
class WebhookJobs {
    private static final int DELETED_AT_ONCE = 500;

    private final EventRelay relay;
    private final WebhookDispatcher dispatcher;
    private final WebhookMetrics metrics;
    private final WebhookDatabase database;
    private final GracefulShutdown shutdown;
    private final WebhookConfig config;
    private final Clock clock;
    private volatile boolean isDatabaseUsable = true;

    WebhookJobs(
            EventRelay relay,
            WebhookDispatcher dispatcher,
            WebhookMetrics metrics,
            WebhookDatabase database,
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
        return unlessShuttingDown(relay.relay().invoke(dispatcher::wake).chain(metrics::refresh));
    }

    @Scheduled(every = "${shipping.purchases.maintenance-interval:1h}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> deleteOld() {
        Instant before = clock.instant().minus(config.retention());
        return unlessShuttingDown(Multi.createBy()
                .repeating()
                .uni(() -> database.execute(queries -> queries.deleteOld(before, DELETED_AT_ONCE)))
                .whilst(deleted -> deleted == DELETED_AT_ONCE)
                .collect()
                .last()
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

    /** Logged once, as it is retried every second. That the schema is not migrated is logged elsewhere. */
    private void onFailure(Throwable failure) {
        if (isDatabaseUsable && !StoreFailures.isSchemaMissing(failure)) {
            Log.warnf("Webhooks cannot use the database: %s", failure.getMessage());
        }
        isDatabaseUsable = false;
    }
}
