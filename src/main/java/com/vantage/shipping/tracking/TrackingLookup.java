package com.vantage.shipping.tracking;

import com.vantage.shipping.carrier.CarrierReport;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.Outcome.ShortCircuited;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import com.vantage.shipping.problem.Problem;
import com.vantage.shipping.problem.ProblemException;
import com.vantage.shipping.tracking.TrackingCache.Kept;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Finds out where a parcel is: from the cache, else from its carrier. */
@ApplicationScoped
class TrackingLookup {
    private final Carriers carriers;
    private final TrackingCache cache;
    private final TrackingConfig config;
    private final Clock clock;

    /** An answer, and whether it came from the cache. */
    record Found(GuardedCarrier carrier, Kept kept, boolean cached) {}

    TrackingLookup(Carriers carriers, TrackingCache cache, TrackingConfig config, Clock clock) {
        this.carriers = carriers;
        this.cache = cache;
        this.config = config;
        this.clock = clock;
    }

    /** Fails with a problem when the carrier gives no answer. */
    Uni<Found> lookUp(TrackedParcel parcel, TrackingNumber number) {
        GuardedCarrier carrier = carrier(parcel.carrier());
        return cache.find(carrier.code(), number)
                .flatMap(kept -> kept.map(found -> Uni.createFrom().item(new Found(carrier, found, true)))
                        .orElseGet(() -> ask(carrier, parcel, number)));
    }

    private GuardedCarrier carrier(CarrierCode code) {
        return carriers.find(code).orElseThrow(() -> Problem.CARRIERS_UNAVAILABLE
                .because("the carrier " + code + " is switched off")
                .retryable(false));
    }

    private Uni<Found> ask(GuardedCarrier carrier, TrackedParcel parcel, TrackingNumber number) {
        return Uni.createFrom().deferred(() -> {
            long started = System.nanoTime();
            return carrier.track(number)
                    .map(outcome ->
                            answer(outcome, carrier, parcel, number, Duration.ofNanos(System.nanoTime() - started)))
                    .call(kept -> cache.keep(carrier.code(), kept))
                    .map(kept -> new Found(carrier, kept, false));
        });
    }

    private Kept answer(
            Outcome<Tracking> outcome,
            GuardedCarrier carrier,
            TrackedParcel parcel,
            TrackingNumber number,
            Duration waited) {
        Instant now = clock.instant();
        return switch (outcome) {
            case Answered<Tracking>(var tracking) -> new Kept(tracking, now, now.plus(life(tracking)));
            case Declined<Tracking> no
            when isNotSeenYet(no, parcel, now) -> new Kept(notSeenYet(number), now, now.plus(config.keepUnseen()));
            case Declined<Tracking> no -> throw declined(no).carriers(report(carrier, outcome, waited));
            case Failed<Tracking> failed -> throw failed(failed).carriers(report(carrier, outcome, waited));
            case ShortCircuited<Tracking> notAsked ->
                throw Problem.CARRIERS_UNAVAILABLE
                        .because("the carrier cannot be asked now")
                        .retryAfter(notAsked.retryAfter())
                        .carriers(report(carrier, outcome, waited));
        };
    }

    private Duration life(Tracking tracking) {
        return tracking.status() == TrackingStatus.DELIVERED ? config.keepDelivered() : config.keepMoving();
    }

    /** Carriers know a label some time after they sold it. */
    private boolean isNotSeenYet(Declined<?> no, TrackedParcel parcel, Instant now) {
        return no.refusal() == Refusal.NOT_FOUND
                && parcel.createdAt().plus(config.unseenIsNormalFor()).isAfter(now);
    }

    private static Tracking notSeenYet(TrackingNumber number) {
        return new Tracking(number, TrackingStatus.PRE_TRANSIT, null, null, null, List.of());
    }

    private static ProblemException declined(Declined<?> no) {
        return no.refusal() == Refusal.NOT_FOUND
                ? Problem.TRACKING_NOT_FOUND.because(no.reason())
                : Problem.CARRIER_DECLINED.because(no.reason()).retryable(false);
    }

    private static ProblemException failed(Failed<?> failed) {
        return switch (failed.failure()) {
            case TIMED_OUT -> Problem.CARRIER_TIMEOUT.because(failed.detail()).retryable(true);
            case THROTTLED_US ->
                Problem.CARRIERS_UNAVAILABLE
                        .because(failed.detail())
                        .retryAfter(failed.retryAfter() == null ? Duration.ofSeconds(1) : failed.retryAfter());
            case UNREACHABLE, BROKEN, UNREADABLE, REFUSED_US ->
                Problem.CARRIER_ERROR
                        .because(failed.detail())
                        .retryable(failed.failure().passing());
        };
    }

    private static List<CarrierReport> report(GuardedCarrier carrier, Outcome<?> outcome, Duration waited) {
        return List.of(CarrierReport.of(carrier.displayName(), outcome, waited));
    }
}
