package com.vantage.shipping.tracking;

import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.SingleFlight;
import com.vantage.shipping.carrier.VertxContextExecutor;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.tracking.TrackingCache.Claim;
import com.vantage.shipping.tracking.TrackingCache.Entry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Coalesces concurrent tracking requests for a shipment into one carrier call across all replicas. The replica that holds the
 * lock in Redis calls the carrier; the others poll Redis for its answer or failure. Without Redis each replica calls once.
 */
@ApplicationScoped
class TrackingCoalescer {
    /** Poll interval of waiting replicas: much shorter than a carrier's latency, and cheap for Redis. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(40);

    /** Time allowed, after the carrier's deadline, to store that there was no answer. */
    private static final Duration SETTLE_TIME = Duration.ofSeconds(1);

    private final TrackingCache cache;
    private final TrackingConfig config;
    private final Clock clock;
    private final SingleFlight<TrackingCacheKey, Result> inFlight = new SingleFlight<>();

    /**
     * The result of a coalesced call.
     *
     * @param isOwnCall whether this caller caused the carrier call; false if it joined the call of another
     */
    record Result(CachedTracking cached, boolean isOwnCall) {}

    /**
     * A call of one replica.
     *
     * @param known the answer known before, in case Redis becomes unavailable meanwhile
     */
    private record Lookup(
            GuardedCarrier carrier,
            TrackingCacheKey shipment,
            Optional<CachedTracking> known,
            String token,
            Instant deadline) {
        Duration timeout() {
            return carrier.readDeadline().plus(SETTLE_TIME);
        }
    }

    TrackingCoalescer(TrackingCache cache, TrackingConfig config, Clock clock) {
        this.cache = cache;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Joins the call in flight, or starts one. Never fails.
     *
     * @param known the answer that the caller already has
     */
    Uni<Result> lookUp(GuardedCarrier carrier, TrackingCacheKey shipment, Optional<CachedTracking> known) {
        AtomicBoolean isStarted = new AtomicBoolean();
        return inFlight.join(shipment, () -> {
                    isStarted.set(true);
                    return start(carrier, shipment, known);
                })
                .map(result -> isStarted.get() ? result : new Result(result.cached(), false));
    }

    /** Number of calls in flight in this replica. */
    int count() {
        return inFlight.size();
    }

    private Uni<Result> start(GuardedCarrier carrier, TrackingCacheKey shipment, Optional<CachedTracking> known) {
        Instant deadline = clock.instant().plus(carrier.readDeadline()).plus(SETTLE_TIME);
        Lookup lookup = new Lookup(carrier, shipment, known, UUID.randomUUID().toString(), deadline);
        return attempt(lookup, VertxContextExecutor.current())
                .onCancellation()
                .call(() -> cache.release(shipment, lookup.token()));
    }

    private Uni<Result> attempt(Lookup lookup, Executor context) {
        return cache.claim(lookup.shipment(), lookup.token(), lookup.timeout())
                .map(claim -> afterClaim(lookup, claim, context))
                .onFailure()
                .recoverWithItem(() -> callCarrier(lookup, Entry.NONE))
                .flatMap(next -> next);
    }

    private Uni<Result> afterClaim(Lookup lookup, Claim claim, Executor context) {
        Instant now = clock.instant();
        return claim.answer()
                .outcome()
                .filter(cached -> !cached.isRefreshDue(now))
                .or(claim::failure)
                .map(cached -> alreadySettled(lookup, claim, cached))
                .orElseGet(() ->
                        claim.isAcquired() ? callCarrier(lookup, claim.answer()) : pollOther(lookup, now, context));
    }

    /** Another caller has settled the answer between our lookup and our claim. */
    private Uni<Result> alreadySettled(Lookup lookup, Claim claim, CachedTracking cached) {
        Uni<Result> result = Uni.createFrom().item(new Result(cached, false));
        return claim.isAcquired()
                ? cache.release(lookup.shipment(), lookup.token()).chain(() -> result)
                : result;
    }

    private Uni<Result> pollOther(Lookup lookup, Instant now, Executor context) {
        if (now.isAfter(lookup.deadline())) {
            return Uni.createFrom().item(new Result(timedOut(lookup, now), false));
        }
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(POLL_INTERVAL)
                .emitOn(context)
                .chain(() -> attempt(lookup, context));
    }

    private CachedTracking timedOut(Lookup lookup, Instant now) {
        String detail = "no answer within " + lookup.timeout().toMillis() + " ms";
        return failure(new Failed<>(Failure.TIMED_OUT, detail, null), now);
    }

    private Uni<Result> callCarrier(Lookup lookup, Entry cached) {
        return lookup.carrier()
                .track(lookup.shipment().numbers())
                .flatMap(outcome -> settle(lookup, cached, outcome))
                .map(settled -> new Result(settled, true));
    }

    private Uni<CachedTracking> settle(Lookup lookup, Entry cached, Outcome<List<Tracking>> outcome) {
        Instant now = clock.instant();
        // Not found is an answer too, which is merged with what was known
        if (outcome instanceof Answered || outcome.isNotFound()) {
            return cache.settle(
                    lookup.shipment(),
                    lookup.token(),
                    cached,
                    known -> merge(lookup.shipment(), outcome, known.or(lookup::known), now));
        }
        CachedTracking failure = failure(outcome, now);
        return cache.settleWithFailure(lookup.shipment(), lookup.token(), failure)
                .replaceWith(failure);
    }

    private CachedTracking merge(
            TrackingCacheKey shipment, Outcome<List<Tracking>> outcome, Optional<CachedTracking> known, Instant now) {
        List<Tracking> current = outcome instanceof Answered<List<Tracking>>(var packages) ? packages : List.of();
        LastKnownTracking merged = LastKnownTracking.merge(shipment.numbers(), current, known);
        return merged.isEmpty()
                ? new CachedTracking(outcome, now, now.plus(config.notFoundTtl()))
                : new CachedTracking(new Answered<>(merged.packages()), now, now.plus(ttl(merged)), merged.lost());
    }

    private Duration ttl(LastKnownTracking merged) {
        if (merged.hasGaps()) {
            return config.notFoundTtl();
        }
        return merged.isDelivered() ? config.deliveredTtl() : config.inTransitTtl();
    }

    private CachedTracking failure(Outcome<List<Tracking>> outcome, Instant now) {
        return new CachedTracking(outcome, now, now.plus(config.failureTtl()));
    }
}
