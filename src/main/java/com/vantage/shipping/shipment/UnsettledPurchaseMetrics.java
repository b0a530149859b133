package com.vantage.shipping.shipment;

import com.vantage.shipping.shipment.ShipmentRepository.Unsettled;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Metrics of unsettled purchases of all replicas. */
@ApplicationScoped
class UnsettledPurchaseMetrics {
    private final ShipmentRepository shipments;
    private final Clock clock;
    private volatile @Nullable Unsettled latest;
    private volatile Instant refreshed;

    UnsettledPurchaseMetrics(ShipmentRepository shipments, MeterRegistry meters, Clock clock) {
        this.shipments = shipments;
        this.clock = clock;
        this.refreshed = clock.instant();
        gauge(meters, "purchases.unsettled", "Purchases whose outcome is not known yet", Unsettled::total);
        gauge(
                meters,
                "purchases.overdue",
                "Unsettled purchases that the reconciler has given up; settle them by hand",
                Unsettled::overdue);
        TimeGauge.builder("purchases.unsettled.oldest", this, TimeUnit.SECONDS, UnsettledPurchaseMetrics::oldestSeconds)
                .description("Age of the oldest unsettled purchase")
                .register(meters);
        TimeGauge.builder("reconciler.idle", this, TimeUnit.SECONDS, self -> Duration.between(
                                self.refreshed, clock.instant())
                        .toSeconds())
                .description("Time since this replica last looked for unsettled purchases")
                .register(meters);
    }

    /** Never fails: the previous counts remain, and the idle time shows their age. */
    Uni<Void> refresh() {
        return shipments
                .countUnsettled()
                .invoke(counted -> {
                    latest = counted;
                    refreshed = clock.instant();
                })
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void gauge(MeterRegistry meters, String name, String description, ToDoubleFunction<Unsettled> count) {
        Gauge.builder(name, this, self -> self.value(count))
                .description(description)
                .register(meters);
    }

    private double value(ToDoubleFunction<Unsettled> count) {
        Unsettled counted = latest;
        return counted == null ? Double.NaN : count.applyAsDouble(counted);
    }

    private double oldestSeconds() {
        return value(counted -> counted.oldest() == null
                ? 0
                : Duration.between(counted.oldest(), clock.instant()).toSeconds());
    }
}
