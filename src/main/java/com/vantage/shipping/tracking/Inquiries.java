package com.vantage.shipping.tracking;

import com.vantage.shipping.carrier.Contexts;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.SharedCalls;
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
 * Asks a carrier about a shipment once for all who want to know at the same time, on all replicas. Who is not to ask waits
 * for what the one who does keeps in Redis, be it an answer or that there is none. Without Redis each replica asks once.
 */
@ApplicationScoped
class Inquiries {
    /** How often those who wait look: far more often than a carrier answers, and cheap for Redis. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(40);

    /** What it takes, after the carrier's deadline, to write down that there was no answer. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    private final TrackingCache cache;
    private final TrackingConfig config;
    private final Clock clock;
    private final SharedCalls<ShipmentKey, Result> underWay = new SharedCalls<>();

    /**
     * What came of it.
     *
     * @param asked whether the carrier was asked for this caller; else it was asked for another, whom this one joined
     */
    record Result(Kept kept, boolean asked) {}

    /**
     * One replica's wish to know.
     *
     * @param known from before, should Redis go away meanwhile
     */
    private record Inquiry(
            GuardedCarrier carrier, ShipmentKey shipment, Optional<Kept> known, String token, Instant until) {
        Duration patience() {
            return carrier.deadline().plus(SETTLING);
        }
    }

    Inquiries(TrackingCache cache, TrackingConfig config, Clock clock) {
        this.cache = cache;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Joins the inquiry under way, or begins one. Never fails.
     *
     * @param known what the asker knows about the shipment already
     */
    Uni<Result> ask(GuardedCarrier carrier, ShipmentKey shipment, Optional<Kept> known) {
        AtomicBoolean begun = new AtomicBoolean();
        return underWay.join(shipment, () -> {
                    begun.set(true);
                    return begin(carrier, shipment, known);
                })
                .map(result -> begun.get() ? result : new Result(result.kept(), false));
    }

    /** How many of this replica are under way. */
    int count() {
        return underWay.size();
    }

    private Uni<Result> begin(GuardedCarrier carrier, ShipmentKey shipment, Optional<Kept> known) {
        Instant until = clock.instant().plus(carrier.deadline()).plus(SETTLING);
        Inquiry inquiry =
                new Inquiry(carrier, shipment, known, UUID.randomUUID().toString(), until);
        return attempt(inquiry, Contexts.here()).onCancellation().call(() -> cache.release(shipment, inquiry.token()));
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

    /** Somebody asked between our look and our claim. */
    private Uni<Result> told(Inquiry inquiry, Claim claim, Kept kept) {
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

    private Kept tooLate(Inquiry inquiry, Instant now) {
        String detail = "no answer within " + inquiry.patience().toMillis() + " ms";
        return failure(new Failed<>(Failure.TIMED_OUT, detail, null), now);
    }

    private Uni<Result> askCarrier(Inquiry inquiry, Entry kept) {
        return inquiry.carrier()
                .track(inquiry.shipment().numbers())
                .flatMap(outcome -> settle(inquiry, kept, outcome))
                .map(settled -> new Result(settled, true));
    }

    private Uni<Kept> settle(Inquiry inquiry, Entry kept, Outcome<List<Tracking>> outcome) {
        Instant now = clock.instant();
        // "We do not know these numbers" is one more thing to know about a shipment
        if (outcome instanceof Answered || outcome.isNotFound()) {
            return cache.settle(
                    inquiry.shipment(),
                    inquiry.token(),
                    kept,
                    known -> merged(inquiry.shipment(), outcome, known.or(inquiry::known), now));
        }
        Kept failure = failure(outcome, now);
        return cache.settleWithFailure(inquiry.shipment(), inquiry.token(), failure)
                .replaceWith(failure);
    }

    private Kept merged(ShipmentKey shipment, Outcome<List<Tracking>> outcome, Optional<Kept> known, Instant now) {
        List<Tracking> told = outcome instanceof Answered<List<Tracking>>(var packages) ? packages : List.of();
        LastKnown merged = LastKnown.merge(shipment.numbers(), told, known);
        return merged.isEmpty()
                ? new Kept(outcome, now, now.plus(config.keepUnseen()))
                : new Kept(new Answered<>(merged.packages()), now, now.plus(life(merged)), merged.lost());
    }

    private Duration life(LastKnown merged) {
        if (merged.hasGaps()) {
            return config.keepUnseen();
        }
        return merged.isDelivered() ? config.keepDelivered() : config.keepMoving();
    }

    private Kept failure(Outcome<List<Tracking>> outcome, Instant now) {
        return new Kept(outcome, now, now.plus(config.keepFailure()));
    }
}
