package com.vantage.shipping.webhook;

import com.vantage.shipping.webhook.DeliveryAttempt.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Metrics of webhooks: attempts of this replica, and what all replicas have still to send. */
@ApplicationScoped
class WebhookMetrics {
    private final EventRelay relay;
    private final WebhookTransactions database;
    private final Clock clock;
    private final Map<Outcome, Timer> attempts;
    private final Counter disabled;
    private volatile double pending = Double.NaN;
    private volatile double lagSeconds = Double.NaN;
    private volatile Instant polled;

    WebhookMetrics(EventRelay relay, WebhookTransactions database, MeterRegistry meters, Clock clock) {
        this.relay = relay;
        this.database = database;
        this.clock = clock;
        this.polled = clock.instant();
        this.attempts = Arrays.stream(Outcome.values())
                .collect(Collectors.toMap(Function.identity(), outcome -> timer(meters, outcome)));
        this.disabled = Counter.builder("webhook.disabled")
                .description("Endpoints that were disabled because they failed")
                .register(meters);
        Gauge.builder("webhook.pending", this, self -> self.pending)
                .description("Deliveries to enabled endpoints that have not succeeded yet")
                .register(meters);
        TimeGauge.builder("webhook.lag", this, TimeUnit.SECONDS, WebhookMetrics::lagSeconds)
                .description("How late the oldest event is that should have been sent to a working endpoint")
                .register(meters);
        TimeGauge.builder("webhook.idle", this, TimeUnit.SECONDS, WebhookMetrics::idleSeconds)
                .description("Time since this replica last looked for events to send")
                .register(meters);
    }

    void count(DeliveryAttempt attempt) {
        Objects.requireNonNull(attempts.get(attempt.outcome())).record(attempt.duration());
    }

    void countDisabled() {
        disabled.increment();
    }

    /** Records that this replica has looked for events to send. */
    void recordPoll() {
        polled = clock.instant();
    }

    /** Reads what all replicas have still to send. */
    Uni<Void> refresh() {
        Instant now = clock.instant();
        return relay.findNext(1)
                .flatMap(unrelayed -> database.execute(queries -> queries.findOldestDue(now))
                        .map(due -> oldest(
                                unrelayed.isEmpty()
                                        ? null
                                        : unrelayed.getFirst().occurredAt(),
                                due)))
                .flatMap(
                        oldest -> database.execute(WebhookQueries::countPending).invoke(count -> {
                            pending = count;
                            lagSeconds = oldest == null ? 0 : seconds(oldest, now);
                        }))
                .replaceWithVoid();
    }

    /** As of the last refresh; NaN before the first. */
    double lagSeconds() {
        return lagSeconds;
    }

    private static @Nullable Instant oldest(@Nullable Instant unrelayed, @Nullable Instant due) {
        List<Instant> times = Stream.of(unrelayed, due).filter(Objects::nonNull).toList();
        return times.isEmpty() ? null : Collections.min(times);
    }

    private double idleSeconds() {
        return seconds(polled, clock.instant());
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1e3);
    }

    private static Timer timer(MeterRegistry meters, Outcome outcome) {
        return Timer.builder("webhook.attempt")
                .description("Attempts to deliver an event, by outcome")
                .tag("outcome", outcome.code())
                .register(meters);
    }
}
