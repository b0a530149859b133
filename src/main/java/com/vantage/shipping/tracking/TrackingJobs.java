package com.vantage.shipping.tracking;

import com.vantage.shipping.api.GracefulShutdown;
import com.vantage.shipping.api.problem.StoreFailures;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Runs {@link TrackingPoller} periodically. */
@ApplicationScoped
class TrackingJobs {
    private final TrackingPoller poller;
    private final GracefulShutdown shutdown;
    private volatile boolean isWorking = true;

    TrackingJobs(TrackingPoller poller, GracefulShutdown shutdown) {
        this.poller = poller;
        this.shutdown = shutdown;
    }

    /** Never fails: the job runs again soon. */
    @Scheduled(every = "${shipping.tracking.polling.interval:off}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> poll() {
        if (shutdown.isShuttingDown()) {
            return Uni.createFrom().voidItem();
        }
        return shutdown.track(poller.poll()
                .invoke(() -> isWorking = true)
                .onFailure()
                .invoke(this::onFailure)
                .onFailure()
                .recoverWithNull());
    }

    /** Logged once, as it is retried every few seconds. That the schema is not migrated is logged elsewhere. */
    private void onFailure(Throwable failure) {
        if (isWorking && !StoreFailures.isSchemaMissing(failure)) {
            Log.warnf("Shipments cannot be polled: %s", failure.getMessage());
        }
        isWorking = false;
    }
}
