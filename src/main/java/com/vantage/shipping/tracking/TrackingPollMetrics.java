package com.vantage.shipping.tracking;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Metrics of polling: the polls of this replica, and how late the shipments of all replicas are. */
@ApplicationScoped
class TrackingPollMetrics {
    private final Counter changed;
    private final Counter unchanged;
    private final Counter unanswered;
    private volatile double lagSeconds = Double.NaN;

    TrackingPollMetrics(MeterRegistry meters) {
        this.changed = counter(meters, "changed");
        this.unchanged = counter(meters, "unchanged");
        this.unanswered = counter(meters, "unanswered");
        TimeGauge.builder("tracking.poll.lag", this, TimeUnit.SECONDS, self -> self.lagSeconds)
                .description("How late the shipment is that has been due the longest")
                .register(meters);
    }

    /** Counts an answer. */
    void answered(boolean isChange) {
        (isChange ? changed : unchanged).increment();
    }

    /** Counts a poll that got no answer. */
    void unanswered() {
        unanswered.increment();
    }

    /** @param oldestDue empty if nothing is due */
    void refresh(Optional<Instant> oldestDue, Instant now) {
        lagSeconds = oldestDue
                .map(due -> Duration.between(due, now).toMillis() / 1e3)
                .orElse(0.0);
    }

    private static Counter counter(MeterRegistry meters, String result) {
        return Counter.builder("tracking.polls")
                .description("Shipments tracked without a caller, by result")
                .tag("result", result)
                .register(meters);
    }
}
