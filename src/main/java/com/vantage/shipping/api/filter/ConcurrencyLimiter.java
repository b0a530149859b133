package com.vantage.shipping.api.filter;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Counts the requests in flight in this replica, and limits them. */
@ApplicationScoped
public class ConcurrencyLimiter {
    private final LoadSheddingConfig config;
    private final EventLoopLag delay;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<RequestPriority, Count> counts;

    private record Count(AtomicInteger underWay, Counter refused) {}

    ConcurrencyLimiter(LoadSheddingConfig config, EventLoopLag delay, MeterRegistry meters) {
        this.config = config;
        this.delay = delay;
        this.counts = Stream.of(RequestPriority.values()).collect(toMap(work -> work, work -> count(work, meters)));
    }

    /** Admits a request unless the replica is at its limit or lags behind; the caller must {@link #leave} exactly once. */
    public boolean enter(RequestPriority work) {
        if (delay.now().compareTo(work.delay(config.delay())) > 0) {
            of(work).refused().increment();
            return false;
        }
        if (all.incrementAndGet() > work.room(config.inFlight())) {
            all.decrementAndGet();
            of(work).refused().increment();
            return false;
        }
        of(work).underWay().incrementAndGet();
        return true;
    }

    public void leave(RequestPriority work) {
        of(work).underWay().decrementAndGet();
        all.decrementAndGet();
    }

    private Count of(RequestPriority work) {
        return requireNonNull(counts.get(work));
    }

    private static Count count(RequestPriority work, MeterRegistry meters) {
        AtomicInteger underWay = new AtomicInteger();
        Gauge.builder("http.in.flight", underWay, AtomicInteger::get)
                .description("Requests in flight in this replica")
                .tag("work", work.word())
                .register(meters);
        Counter refused = Counter.builder("http.shed")
                .description("Requests shed under overload")
                .tag("work", work.word())
                .register(meters);
        return new Count(underWay, refused);
    }
}
