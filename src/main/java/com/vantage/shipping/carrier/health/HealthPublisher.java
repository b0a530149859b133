package com.vantage.shipping.carrier.health;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Publishes this replica's state every second and at shutdown, and refreshes the quota usage. */
@ApplicationScoped
class HealthPublisher {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration MAX_RETRY_DELAY = Duration.ofSeconds(30);

    private final HealthExchange exchange;
    private final QuotaUsageCache quotas;
    private @Nullable Cancellable publishing;

    HealthPublisher(HealthExchange exchange, QuotaUsageCache quotas) {
        this.exchange = exchange;
        this.quotas = quotas;
    }

    void start(@Observes StartupEvent event) {
        publishing = Multi.createFrom()
                .ticks()
                .every(INTERVAL)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> exchange.publish().chain(quotas::refresh))
                .onFailure()
                .invoke(e -> Log.error("Publishing carrier health failed; will retry", e))
                .onFailure()
                .retry()
                .withBackOff(INTERVAL, MAX_RETRY_DELAY)
                .indefinitely()
                .subscribe()
                .with(published -> {});
    }

    void stop(@Observes ShutdownEvent event) {
        if (publishing != null) {
            publishing.cancel();
        }
        exchange.publishFinally().await().atMost(INTERVAL);
    }
}
