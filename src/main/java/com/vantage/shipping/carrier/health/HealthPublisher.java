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
    private static final Duration PACE = Duration.ofSeconds(1);

    private final HealthAggregator replica;
    private final QuotaUsageCache quotas;
    private @Nullable Cancellable telling;

    HealthPublisher(HealthAggregator replica, QuotaUsageCache quotas) {
        this.replica = replica;
        this.quotas = quotas;
    }

    void begin(@Observes StartupEvent start) {
        telling = Multi.createFrom()
                .ticks()
                .every(PACE)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> replica.publish().chain(quotas::refresh))
                .subscribe()
                .with(told -> {}, e -> Log.error("Publishing carrier health has stopped", e));
    }

    void end(@Observes ShutdownEvent stop) {
        if (telling != null) {
            telling.cancel();
        }
        replica.leave().await().atMost(PACE);
    }
}
