package com.vantage.shipping.api.filter;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Counts the requests in flight in this replica, and limits them. */
@Singleton
public class ConcurrencyLimiter {
    private final LoadSheddingConfig config;
    private final EventLoopLag eventLoopLag;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<RequestPriority, Meters> byPriority;

    private record Meters(AtomicInteger inFlight, Counter shed) {}

    ConcurrencyLimiter(LoadSheddingConfig config, EventLoopLag eventLoopLag, MeterRegistry meters) {
        this.config = config;
        this.eventLoopLag = eventLoopLag;
        this.byPriority = Stream.of(RequestPriority.values())
                .collect(toMap(priority -> priority, priority -> register(priority, meters)));
    }

    /** Admits a request unless the replica is at its limit or lags behind; the caller must {@link #release} exactly once. */
    public boolean tryAcquire(RequestPriority priority) {
        if (eventLoopLag.current().compareTo(priority.maxLag(config.maxEventLoopLag())) > 0) {
            metersOf(priority).shed().increment();
            return false;
        }
        if (inFlight.incrementAndGet() > priority.capacity(config.maxInFlight())) {
            inFlight.decrementAndGet();
            metersOf(priority).shed().increment();
            return false;
        }
        metersOf(priority).inFlight().incrementAndGet();
        return true;
    }

    public void release(RequestPriority priority) {
        metersOf(priority).inFlight().decrementAndGet();
        inFlight.decrementAndGet();
    }

    private Meters metersOf(RequestPriority priority) {
        return requireNonNull(byPriority.get(priority));
    }

    private static Meters register(RequestPriority priority, MeterRegistry meters) {
        AtomicInteger inFlight = new AtomicInteger();
        Gauge.builder("http.in.flight", inFlight, AtomicInteger::get)
                .description("Requests in flight in this replica, by priority: quote, read or purchase")
                .tag("work", priority.code())
                .register(meters);
        Counter shed = Counter.builder("http.shed")
                .description("Requests shed under overload, by priority: quote, read or purchase")
                .tag("work", priority.code())
                .register(meters);
        return new Meters(inFlight, shed);
    }
}
