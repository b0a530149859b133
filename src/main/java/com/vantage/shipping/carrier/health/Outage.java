package com.vantage.shipping.carrier.health;

import com.vantage.shipping.model.CarrierCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A time when a circuit was not closed, on one replica or merged over several.
 *
 * @param carrier code
 * @param to when the circuit closed again; absent during the outage
 * @param seen when its replica last reported it as ongoing
 */
record Outage(
        String carrier,
        String operation,
        Instant from,
        @Nullable Instant to,
        String reason,
        Instant seen) {
    /** Retention of outages. */
    static final Duration RETENTION = Duration.ofDays(30);

    static Outage started(CarrierCode carrier, String operation, Instant from, String reason) {
        return new Outage(carrier.value(), operation, from, null, reason, from);
    }

    Outage ended(Instant at) {
        return new Outage(carrier, operation, from, at, reason, at);
    }

    /** Marks an ongoing outage as seen now. */
    Outage seen(Instant now) {
        return to == null ? new Outage(carrier, operation, from, null, reason, now) : this;
    }

    /** Ends an outage whose replica has stopped at the time it was last seen. */
    Outage settled(Instant now) {
        return to == null && seen.plus(RedisHealthStore.REPLICA_TTL).isBefore(now) ? ended(seen) : this;
    }

    boolean isExpired(Instant now) {
        return end().plus(RETENTION).isBefore(now);
    }

    /**
     * The last outage, merged with those that overlap it: replicas and operations notice the same outage at different
     * times.
     */
    static Optional<Outage> last(Collection<Outage> outages, Instant now) {
        List<Outage> latestFirst = outages.stream()
                .map(outage -> outage.settled(now))
                .filter(outage -> !outage.isExpired(now))
                .sorted(Comparator.comparing(Outage::end).reversed())
                .toList();
        return latestFirst.stream()
                .reduce((last, earlier) -> earlier.end().isBefore(last.from) ? last : last.joinedWith(earlier));
    }

    private Outage joinedWith(Outage earlier) {
        Outage first = earlier.from.isBefore(from) ? earlier : this;
        return new Outage(first.carrier, first.operation, first.from, to, first.reason, seen);
    }

    private Instant end() {
        Instant end = to;
        return end == null ? Instant.MAX.minus(RETENTION) : end;
    }
}
