package com.vantage.shipping.carrierhealth;

import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.QuotaUse;
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

/** What was used of our accounts' quotas a moment ago, for those who cannot wait for Redis. */
@ApplicationScoped
class KnownQuotas {
    /** A few of the paces at which they are read: what is older says nothing about a window of a second. */
    private static final Duration SERVES = Duration.ofSeconds(5);

    private final Carriers carriers;
    private final Clock clock;
    private final Map<CarrierCode, Reading> readings = new ConcurrentHashMap<>();

    private record Reading(List<QuotaUse> uses, Instant at) {}

    KnownQuotas(Carriers carriers, Clock clock) {
        this.carriers = carriers;
        this.clock = clock;
    }

    /** Reads them anew. */
    Uni<Void> refresh() {
        return Multi.createFrom()
                .iterable(carriers.all())
                .onItem()
                .transformToUniAndMerge(this::read)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** Nothing if it was not read lately. */
    List<QuotaUse> of(CarrierCode carrier) {
        Reading last = readings.get(carrier);
        return last == null || clock.instant().isAfter(last.at().plus(SERVES)) ? List.of() : last.uses();
    }

    private Uni<List<QuotaUse>> read(GuardedCarrier carrier) {
        return carrier.quotaUse().invoke(uses -> readings.put(carrier.code(), new Reading(uses, clock.instant())));
    }
}
