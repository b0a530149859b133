package com.vantage.shipping.tracking;

import com.vantage.shipping.carrier.Contexts;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.Outcome.ShortCircuited;
import com.vantage.shipping.carrier.SharedCalls;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import com.vantage.shipping.tracking.TrackingCache.Claim;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks a carrier about a parcel once for all who want to know at the same time, on all replicas. Who is not to ask waits
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

    /** One replica's wish to know. */
    private record Inquiry(GuardedCarrier carrier, ShipmentKey parcel, String token, Instant until) {
        Duration patience() {
            return carrier.deadline().plus(SETTLING);
        }
    }

    Inquiries(TrackingCache cache, TrackingConfig config, Clock clock) {
        this.cache = cache;
        this.config = config;
        this.clock = clock;
    }

    /** Joins the inquiry under way, or begins one. Never fails. */
    Uni<Result> ask(GuardedCarrier carrier, TrackingNumber number) {
        ShipmentKey parcel = new ShipmentKey(carrier.code(), number);
        AtomicBoolean begun = new AtomicBoolean();
        return underWay.join(parcel, () -> {
                    begun.set(true);
                    return begin(carrier, parcel);
                })
                .map(result -> begun.get() ? result : new Result(result.kept(), false));
    }

    /** How many of this replica are under way. */
    int count() {
        return underWay.size();
    }

    private Uni<Result> begin(GuardedCarrier carrier, ShipmentKey parcel) {
        Instant until = clock.instant().plus(carrier.deadline()).plus(SETTLING);
        Inquiry inquiry = new Inquiry(carrier, parcel, UUID.randomUUID().toString(), until);
        return attempt(inquiry, Contexts.here()).onCancellation().call(() -> cache.release(parcel, inquiry.token()));
    }

    private Uni<Result> attempt(Inquiry inquiry, Executor here) {
        return cache.claim(inquiry.parcel(), inquiry.token(), inquiry.patience())
                .map(claim -> afterClaim(inquiry, claim, here))
                .onFailure()
                .recoverWithItem(() -> askCarrier(inquiry))
                .flatMap(next -> next);
    }

    private Uni<Result> afterClaim(Inquiry inquiry, Claim claim, Executor here) {
        Instant now = clock.instant();
        return claim.answer()
                .filter(kept -> !kept.isDue(now))
                .or(claim::failure)
                .map(kept -> told(inquiry, claim, kept))
                .orElseGet(() -> claim.mine() ? askCarrier(inquiry) : waitForOther(inquiry, now, here));
    }

    /** Somebody asked between our look and our claim. */
    private Uni<Result> told(Inquiry inquiry, Claim claim, Kept kept) {
        Uni<Result> result = Uni.createFrom().item(new Result(kept, false));
        return claim.mine() ? cache.release(inquiry.parcel(), inquiry.token()).chain(() -> result) : result;
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
        return keptUntil(new Failed<>(Failure.TIMED_OUT, detail, null), now);
    }

    private Uni<Result> askCarrier(Inquiry inquiry) {
        return inquiry.carrier()
                .track(List.of(inquiry.parcel().number()))
                .map(outcome -> outcome.map(List::getFirst))
                .map(outcome -> keptUntil(outcome, clock.instant()))
                .call(kept -> settle(inquiry, kept))
                .map(kept -> new Result(kept, true));
    }

    private Kept keptUntil(Outcome<Tracking> outcome, Instant now) {
        return new Kept(outcome, now, now.plus(life(outcome)));
    }

    private Uni<Void> settle(Inquiry inquiry, Kept kept) {
        return isAboutParcel(kept.outcome())
                ? cache.settle(
                        inquiry.parcel(), inquiry.token(), kept, kept.life().plus(config.keepStale()))
                : cache.settleWithFailure(inquiry.parcel(), inquiry.token(), kept);
    }

    /** "We do not know this number" is one more thing to know about a parcel. */
    static boolean isAboutParcel(Outcome<?> outcome) {
        return outcome instanceof Answered<?>
                || (outcome instanceof Declined<?> no && no.refusal() == Refusal.NOT_FOUND);
    }

    private Duration life(Outcome<Tracking> outcome) {
        return switch (outcome) {
            case Answered<Tracking>(var tracking) ->
                tracking.status() == TrackingStatus.DELIVERED ? config.keepDelivered() : config.keepMoving();
            case Declined<Tracking> no -> isAboutParcel(no) ? config.keepUnseen() : config.keepFailure();
            case Failed<Tracking> failed -> config.keepFailure();
            case ShortCircuited<Tracking> notAsked -> config.keepFailure();
        };
    }
}
