package com.vantage.shipping.carrier.health;

import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.QuotaUsage;
import com.vantage.shipping.model.CarrierCode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Caches the quota usage for readers that cannot wait for Redis. */
@ApplicationScoped
class QuotaUsageCache {
    /** A few refresh intervals: older values say nothing about a window of one second. */
    private static final Duration MAX_AGE = Duration.ofSeconds(5);

    private final Carriers carriers;
    private final Clock clock;
    private final Map<CarrierCode, Reading> readings = new ConcurrentHashMap<>();

    private record Reading(List<QuotaUsage> usages, Instant at) {}

    QuotaUsageCache(Carriers carriers, Clock clock) {
        this.carriers = carriers;
        this.clock = clock;
    }

    /** Refreshes the usage of all carriers. */
    Uni<Void> refresh() {
        return Multi.createFrom()
                .iterable(carriers.all())
                .onItem()
                .transformToUniAndMerge(this::read)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** The last usage; empty if it is too old. */
    List<QuotaUsage> of(CarrierCode carrier) {
        Reading last = readings.get(carrier);
        return last == null || clock.instant().isAfter(last.at().plus(MAX_AGE)) ? List.of() : last.usages();
    }

    private Uni<List<QuotaUsage>> read(GuardedCarrier carrier) {
        return carrier.quotaUsage()
                .invoke(usages -> readings.put(carrier.code(), new Reading(usages, clock.instant())));
    }
}
