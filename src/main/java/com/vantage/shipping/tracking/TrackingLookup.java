package com.vantage.shipping.tracking;

import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.carrier.CarrierReport;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.NotCalled;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.TrackedShipment;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingStatus;
import com.vantage.shipping.tracking.TrackingCoalescer.Result;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Looks up a shipment's tracking: in the cache, else at the carrier, else as a stale cached answer. */
@ApplicationScoped
class TrackingLookup {
    private final Carriers carriers;
    private final TrackedShipmentReader shipments;
    private final TrackingCache cache;
    private final TrackingCoalescer inquiries;
    private final LookupMetrics counts;
    private final TrackingConfig config;
    private final Clock clock;

    /** Source of an answer, as in the header {@code X-Cache}. */
    enum Source {
        HIT,
        MISS,
        STALE
    }

    /**
     * An answer.
     *
     * @param packages in the shipment's order
     */
    record Found(GuardedCarrier carrier, List<TrackedPackage> packages, CachedOutcome kept, Source source) {}

    /** A lookup in progress. */
    private record Question(GuardedCarrier carrier, TrackedShipment shipment, long started) {
        Duration waited() {
            return Duration.ofNanos(System.nanoTime() - started);
        }
    }

    TrackingLookup(
            Carriers carriers,
            TrackedShipmentReader shipments,
            TrackingCache cache,
            TrackingCoalescer inquiries,
            LookupMetrics counts,
            TrackingConfig config,
            Clock clock) {
        this.carriers = carriers;
        this.shipments = shipments;
        this.cache = cache;
        this.inquiries = inquiries;
        this.counts = counts;
        this.config = config;
        this.clock = clock;
    }

    /** Fails with a problem if neither cache nor carrier has an answer. */
    Uni<Found> lookUp(TrackedShipment shipment) {
        Question question = new Question(carrier(shipment.carrier()), shipment, System.nanoTime());
        return cache.find(ShipmentKey.of(shipment)).flatMap(kept -> kept.filter(known -> known.isFresh(clock.instant()))
                .map(fresh -> fromCache(question, fresh))
                .orElseGet(() -> fromCarrier(question, kept)));
    }

    private GuardedCarrier carrier(CarrierCode code) {
        return carriers.find(code).orElseThrow(() -> ProblemType.CARRIERS_UNAVAILABLE
                .because("the carrier " + code + " is disabled")
                .retryable(false));
    }

    private Uni<Found> fromCache(Question question, CachedOutcome fresh) {
        if (fresh.isDue(clock.instant())) {
            renew(question, fresh);
        }
        counts.hit();
        return Uni.createFrom().item(() -> found(question, fresh, Source.HIT));
    }

    /** Refreshes in the background, and so has to subscribe itself. */
    private void renew(Question question, CachedOutcome known) {
        ask(question, Optional.of(known))
                .subscribe()
                .with(
                        result -> {},
                        failure -> Log.errorf(
                                failure,
                                "Could not refresh tracking of %s",
                                question.carrier().code()));
    }

    private Uni<Found> fromCarrier(Question question, Optional<CachedOutcome> old) {
        return ask(question, old).map(result -> old.filter(known -> mayStandIn(question, known, result.kept()))
                .map(known -> stale(question, known))
                .orElseGet(() -> counted(question, result)));
    }

    /** After a carrier call, refreshes in the background whether the shipment was cancelled while Redis was unavailable. */
    private Uni<Result> ask(Question question, Optional<CachedOutcome> known) {
        TrackedShipment shipment = question.shipment();
        return inquiries
                .ask(question.carrier(), ShipmentKey.of(shipment), known)
                .invoke(result -> {
                    if (result.asked() && !shipment.cancelled()) {
                        shipments.refresh(shipment.shipmentId()).subscribe().with(done -> {});
                    }
                });
    }

    private boolean mayStandIn(Question question, CachedOutcome old, CachedOutcome failed) {
        boolean isNoAnswer = failed.outcome() instanceof Failed || failed.outcome() instanceof NotCalled;
        boolean isYoung = clock.instant().isBefore(old.freshUntil().plus(config.keepStale()));
        return isNoAnswer && isYoung && isAnswer(question, old);
    }

    private Found stale(Question question, CachedOutcome old) {
        counts.stale();
        return found(question, old, Source.STALE);
    }

    private Found counted(Question question, Result result) {
        counts.answered(result);
        return found(question, result.kept(), Source.MISS);
    }

    private Found found(Question question, CachedOutcome kept, Source source) {
        if (!isAnswer(question, kept)) {
            throw problem(question, kept);
        }
        TrackedShipment shipment = question.shipment();
        TrackingStatus untold = isYoung(shipment) ? TrackingStatus.PRE_TRANSIT : TrackingStatus.UNKNOWN;
        List<TrackedPackage> packages = shipment.labels().stream()
                .map(label -> TrackedPackage.of(label, kept, untold, source == Source.STALE))
                .map(each -> shipment.cancelled() ? each.cancelled() : each)
                .toList();
        boolean isStale = packages.stream().anyMatch(TrackedPackage::stale);
        return new Found(question.carrier(), packages, kept, isStale ? Source.STALE : source);
    }

    /** Carriers find a label only some time after its purchase, and no longer find a voided one. */
    private boolean isAnswer(Question question, CachedOutcome kept) {
        return kept.outcome() instanceof Answered
                || (kept.outcome().isNotFound() && (question.shipment().cancelled() || isYoung(question.shipment())));
    }

    private boolean isYoung(TrackedShipment shipment) {
        Instant now = clock.instant();
        return shipment.createdAt().plus(config.unseenIsNormalFor()).isAfter(now);
    }

    private static ProblemException problem(Question question, CachedOutcome kept) {
        ProblemException problem =
                switch (kept.outcome()) {
                    case Answered<List<Tracking>> answered ->
                        throw new IllegalStateException("an answer is not a problem");
                    case Declined<List<Tracking>> no -> TrackingProblems.declined(no);
                    case Failed<List<Tracking>> failed -> TrackingProblems.failed(failed);
                    case NotCalled<List<Tracking>> notAsked -> TrackingProblems.notAsked(notAsked);
                };
        return problem.carriers(
                List.of(CarrierReport.of(question.carrier().displayName(), kept.outcome(), question.waited())));
    }
}
