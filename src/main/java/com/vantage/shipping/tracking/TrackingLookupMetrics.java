package com.vantage.shipping.tracking;

import com.vantage.shipping.tracking.TrackingCoalescer.Result;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts tracking lookups by the source of their result. */
@ApplicationScoped
class TrackingLookupMetrics {
    private final Counter hits;
    private final Counter misses;
    private final Counter stales;
    private final Counter shared;

    TrackingLookupMetrics(MeterRegistry meters) {
        this.hits = counter(meters, "hit");
        this.misses = counter(meters, "miss");
        this.stales = counter(meters, "stale");
        this.shared = counter(meters, "shared");
    }

    /** Counts a cache hit. */
    void hit() {
        hits.increment();
    }

    /** Counts a stale answer, returned because the carrier gave none. */
    void stale() {
        stales.increment();
    }

    /** Counts a carrier call, successful or not: as a miss for the caller that caused it, as shared for those that joined. */
    void lookedUp(Result result) {
        (result.isOwnCall() ? misses : shared).increment();
    }

    private static Counter counter(MeterRegistry meters, String result) {
        return Counter.builder("tracking.lookups")
                .description("Tracking lookups, by source of the result")
                .tag("result", result)
                .register(meters);
    }
}
