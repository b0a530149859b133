package com.vantage.shipping.tracking;

import com.vantage.shipping.tracking.Inquiries.Result;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** How often which way led to an answer about a parcel, or to the news that there is none. */
@ApplicationScoped
class LookupCounts {
    private final Counter hits;
    private final Counter misses;
    private final Counter stales;
    private final Counter shared;

    LookupCounts(MeterRegistry meters) {
        this.hits = counter(meters, "hit");
        this.misses = counter(meters, "miss");
        this.stales = counter(meters, "stale");
        this.shared = counter(meters, "shared");
    }

    /** The cache knew. */
    void hit() {
        hits.increment();
    }

    /** The cache knew something old, and the carrier gave no answer. */
    void stale() {
        stales.increment();
    }

    /** The carrier was asked, with or without success: for this caller first, or for another whom this one joined. */
    void answered(Result result) {
        (result.asked() ? misses : shared).increment();
    }

    private static Counter counter(MeterRegistry meters, String result) {
        return Counter.builder("tracking.lookups")
                .description("Questions where a parcel is, by where the answer came from")
                .tag("result", result)
                .register(meters);
    }
}
