package com.vantage.shipping.tracking;

import com.vantage.shipping.carrier.CallerContext;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.SingleFlight;
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
    private static final Duration LOOK_AGAIN = Duration.ofMillis(40);

    /** Time allowed, after the carrier's deadline, to store that there was no answer. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    private final TrackingCache cache;
    private final TrackingConfig config;
    private final Clock clock;
    private final SingleFlight<ShipmentKey, Result> underWay = new SingleFlight<>();

    /**
     * The result of a coalesced call.
     *
     * @param asked whether this caller caused the carrier call; false if it joined the call of another
     */
    record Result(CachedOutcome kept, boolean asked) {}

    /**
     * A call of one replica.
     *
     * @param known the answer known before, in case Redis becomes unavailable meanwhile
     */
    private record Inquiry(
            GuardedCarrier carrier, ShipmentKey shipment, Optional<CachedOutcome> known, String token, Instant until) {
        Duration patience() {
            return carrier.defaultDeadline().plus(SETTLING);
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
    Uni<Result> ask(GuardedCarrier carrier, ShipmentKey shipment, Optional<CachedOutcome> known) {
        AtomicBoolean begun = new AtomicBoolean();
        return underWay.join(shipment, () -> {
                    begun.set(true);
                    return begin(carrier, shipment, known);
                })
                .map(result -> begun.get() ? result : new Result(result.kept(), false));
    }

    /** Number of calls in flight in this replica. */
    int count() {
        return underWay.size();
    }

    private Uni<Result> begin(GuardedCarrier carrier, ShipmentKey shipment, Optional<CachedOutcome> known) {
        Instant until = clock.instant().plus(carrier.defaultDeadline()).plus(SETTLING);
        Inquiry inquiry =
                new Inquiry(carrier, shipment, known, UUID.randomUUID().toString(), until);
        return attempt(inquiry, CallerContext.current())
                .onCancellation()
                .call(() -> cache.release(shipment, inquiry.token()));
    }

    private Uni<Result> attempt(Inquiry inquiry, Executor here) {
        return cache.claim(inquiry.shipment(), inquiry.token(), inquiry.patience())
                .map(claim -> afterClaim(inquiry, claim, here))
                .onFailure()
                .recoverWithItem(() -> askCarrier(inquiry, Entry.NONE))
                .flatMap(next -> next);
    }

    private Uni<Result> afterClaim(Inquiry inquiry, Claim claim, Executor here) {
        Instant now = clock.instant();
        return claim.answer()
                .kept()
                .filter(kept -> !kept.isDue(now))
                .or(claim::failure)
                .map(kept -> told(inquiry, claim, kept))
                .orElseGet(() -> claim.mine() ? askCarrier(inquiry, claim.answer()) : waitForOther(inquiry, now, here));
    }

    /** Another caller has settled the answer between our lookup and our claim. */
    private Uni<Result> told(Inquiry inquiry, Claim claim, CachedOutcome kept) {
        Uni<Result> result = Uni.createFrom().item(new Result(kept, false));
        return claim.mine() ? cache.release(inquiry.shipment(), inquiry.token()).chain(() -> result) : result;
    }

    private Uni<Result> waitForOther(Inquiry inquiry, Instant now, Executor here) {
        if (now.isAfter(inquiry.until())) {
            return Uni.createFrom().item(new Result(tooLate(inquiry, now), false));
        }
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(LOOK_AGAIN)
                .emitOn(here)
                .chain(() -> attempt(inquiry, here));
    }

    private CachedOutcome tooLate(Inquiry inquiry, Instant now) {
        String detail = "no answer within " + inquiry.patience().toMillis() + " ms";
        return failure(new Failed<>(Failure.TIMED_OUT, detail, null), now);
    }

    private Uni<Result> askCarrier(Inquiry inquiry, Entry kept) {
        return inquiry.carrier()
                .track(inquiry.shipment().numbers())
                .flatMap(outcome -> settle(inquiry, kept, outcome))
                .map(settled -> new Result(settled, true));
    }

    private Uni<CachedOutcome> settle(Inquiry inquiry, Entry kept, Outcome<List<Tracking>> outcome) {
        Instant now = clock.instant();
        // Not found is an answer too, which is merged with what was known
        if (outcome instanceof Answered || outcome.isNotFound()) {
            return cache.settle(
                    inquiry.shipment(),
                    inquiry.token(),
                    kept,
                    known -> merged(inquiry.shipment(), outcome, known.or(inquiry::known), now));
        }
        CachedOutcome failure = failure(outcome, now);
        return cache.settleWithFailure(inquiry.shipment(), inquiry.token(), failure)
                .replaceWith(failure);
    }

    private CachedOutcome merged(
            ShipmentKey shipment, Outcome<List<Tracking>> outcome, Optional<CachedOutcome> known, Instant now) {
        List<Tracking> told = outcome instanceof Answered<List<Tracking>>(var packages) ? packages : List.of();
        LastKnownTracking merged = LastKnownTracking.merge(shipment.numbers(), told, known);
        return merged.isEmpty()
                ? new CachedOutcome(outcome, now, now.plus(config.keepUnseen()))
                : new CachedOutcome(new Answered<>(merged.packages()), now, now.plus(life(merged)), merged.lost());
    }

    private Duration life(LastKnownTracking merged) {
        if (merged.hasGaps()) {
            return config.keepUnseen();
        }
        return merged.isDelivered() ? config.keepDelivered() : config.keepMoving();
    }

    private CachedOutcome failure(Outcome<List<Tracking>> outcome, Instant now) {
        return new CachedOutcome(outcome, now, now.plus(config.keepFailure()));
    }
}
