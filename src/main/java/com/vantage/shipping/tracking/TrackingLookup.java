package com.vantage.shipping.tracking;

import com.vantage.shipping.carrier.CarrierReport;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.ShortCircuited;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import com.vantage.shipping.problem.Problem;
import com.vantage.shipping.problem.ProblemException;
import com.vantage.shipping.tracking.Inquiries.Result;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds out where a parcel is: from the cache, else from its carrier, else from what the cache knew before. */
@ApplicationScoped
class TrackingLookup {
    private final Carriers carriers;
    private final TrackingCache cache;
    private final Inquiries inquiries;
    private final LookupCounts counts;
    private final TrackingConfig config;
    private final Clock clock;

    /** Where an answer comes from. */
    enum Source {
        HIT,
        MISS,
        STALE
    }

    /** An answer. */
    record Found(GuardedCarrier carrier, Tracking tracking, Kept kept, Source source) {}

    /** A caller's question. */
    private record Question(GuardedCarrier carrier, TrackedShipment parcel, TrackingNumber number, long started) {
        Duration waited() {
            return Duration.ofNanos(System.nanoTime() - started);
        }
    }

    TrackingLookup(
            Carriers carriers,
            TrackingCache cache,
            Inquiries inquiries,
            LookupCounts counts,
            TrackingConfig config,
            Clock clock) {
        this.carriers = carriers;
        this.cache = cache;
        this.inquiries = inquiries;
        this.counts = counts;
        this.config = config;
        this.clock = clock;
    }

    /** Fails with a problem when nobody knows. */
    Uni<Found> lookUp(TrackedShipment parcel, TrackingNumber number) {
        GuardedCarrier carrier = carrier(parcel.carrier());
        Question question = new Question(carrier, parcel, number, System.nanoTime());
        return cache.find(new ShipmentKey(carrier.code(), number))
                .flatMap(kept -> kept.filter(known -> known.isFresh(clock.instant()))
                        .map(fresh -> fromCache(question, fresh))
                        .orElseGet(() -> fromCarrier(question, kept)));
    }

    private GuardedCarrier carrier(CarrierCode code) {
        return carriers.find(code).orElseThrow(() -> Problem.CARRIERS_UNAVAILABLE
                .because("the carrier " + code + " is switched off")
                .retryable(false));
    }

    private Uni<Found> fromCache(Question question, Kept fresh) {
        if (fresh.isDue(clock.instant())) {
            renew(question);
        }
        counts.hit();
        return Uni.createFrom().item(() -> found(question, fresh, Source.HIT));
    }

    /** Nobody waits for this, so nobody else can subscribe to it. */
    private void renew(Question question) {
        inquiries
                .ask(question.carrier(), question.number())
                .subscribe()
                .with(
                        result -> {},
                        failure -> Log.errorf(
                                failure,
                                "%s was not asked for a newer answer",
                                question.carrier().code()));
    }

    private Uni<Found> fromCarrier(Question question, Optional<Kept> old) {
        return inquiries.ask(question.carrier(), question.number()).map(result -> old.filter(
                        known -> mayStandIn(question, known, result.kept()))
                .map(known -> stale(question, known))
                .orElseGet(() -> counted(question, result)));
    }

    private boolean mayStandIn(Question question, Kept old, Kept failed) {
        boolean isNoAnswer = failed.outcome() instanceof Failed || failed.outcome() instanceof ShortCircuited;
        boolean isYoung = clock.instant().isBefore(old.freshUntil().plus(config.keepStale()));
        return isNoAnswer && isYoung && tracking(question, old).isPresent();
    }

    private Found stale(Question question, Kept old) {
        counts.stale();
        return found(question, old, Source.STALE);
    }

    private Found counted(Question question, Result result) {
        counts.answered(result);
        return found(question, result.kept(), Source.MISS);
    }

    private Found found(Question question, Kept kept, Source source) {
        Tracking tracking = tracking(question, kept).orElseThrow(() -> problem(question, kept));
        return new Found(question.carrier(), tracking, kept, source);
    }

    /** Carriers know a label some time after they sold it. */
    private Optional<Tracking> tracking(Question question, Kept kept) {
        return switch (kept.outcome()) {
            case Answered<Tracking>(var tracking) -> Optional.of(tracking);
            case Declined<Tracking> no
            when Inquiries.isAboutParcel(no) && isYoung(question.parcel()) ->
                Optional.of(notSeenYet(question.number()));
            case Declined<Tracking> no -> Optional.empty();
            case Failed<Tracking> failed -> Optional.empty();
            case ShortCircuited<Tracking> notAsked -> Optional.empty();
        };
    }

    private boolean isYoung(TrackedShipment parcel) {
        Instant now = clock.instant();
        return parcel.createdAt().plus(config.unseenIsNormalFor()).isAfter(now);
    }

    private static Tracking notSeenYet(TrackingNumber number) {
        return new Tracking(number, TrackingStatus.PRE_TRANSIT, null, null, null, List.of());
    }

    private static ProblemException problem(Question question, Kept kept) {
        ProblemException problem =
                switch (kept.outcome()) {
                    case Answered<Tracking> answered -> throw new IllegalStateException("an answer is no problem");
                    case Declined<Tracking> no -> TrackingProblems.declined(no);
                    case Failed<Tracking> failed -> TrackingProblems.failed(failed);
                    case ShortCircuited<Tracking> notAsked -> TrackingProblems.notAsked(notAsked);
                };
        return problem.carriers(
                List.of(CarrierReport.of(question.carrier().displayName(), kept.outcome(), question.waited())));
    }
}
