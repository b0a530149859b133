package com.vantage.shipping.tracking;

import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.carrier.CarrierResult;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.NotAsked;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.TrackableShipment;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingStatus;
import com.vantage.shipping.tracking.TrackingCoalescer.Result;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Looks up a shipment's tracking: in the cache, else at the carrier, else as a stale cached answer. */
@Singleton
class TrackingLookup {
    private final Carriers carriers;
    private final CachedShipmentReader shipments;
    private final TrackingCache cache;
    private final TrackingCoalescer coalescer;
    private final TrackingLookupMetrics metrics;
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
    record Found(GuardedCarrier carrier, List<TrackedPackage> packages, CachedTracking cached, Source source) {}

    /** A lookup in progress. */
    private record Lookup(GuardedCarrier carrier, TrackableShipment shipment, long startNanos) {
        Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - startNanos);
        }
    }

    TrackingLookup(
            Carriers carriers,
            CachedShipmentReader shipments,
            TrackingCache cache,
            TrackingCoalescer coalescer,
            TrackingLookupMetrics metrics,
            TrackingConfig config,
            Clock clock) {
        this.carriers = carriers;
        this.shipments = shipments;
        this.cache = cache;
        this.coalescer = coalescer;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    /** Fails with a problem if neither cache nor carrier has an answer. */
    Uni<Found> lookUp(TrackableShipment shipment) {
        Lookup lookup = new Lookup(carrier(shipment.carrier()), shipment, System.nanoTime());
        return cache.find(TrackingCacheKey.of(shipment))
                .flatMap(cached -> cached.filter(known -> known.isFresh(clock.instant()))
                        .map(fresh -> fromCache(lookup, fresh))
                        .orElseGet(() -> fromCarrier(lookup, cached)));
    }

    private GuardedCarrier carrier(CarrierCode code) {
        return carriers.find(code).orElseThrow(() -> ProblemType.CARRIERS_UNAVAILABLE
                .withDetail("the carrier " + code + " is disabled")
                .retryable(false));
    }

    private Uni<Found> fromCache(Lookup lookup, CachedTracking fresh) {
        if (fresh.isRefreshDue(clock.instant())) {
            refresh(lookup, fresh);
        }
        metrics.hit();
        return Uni.createFrom().item(() -> toFound(lookup, fresh, Source.HIT));
    }

    /** Refreshes in the background, and so has to subscribe itself. */
    private void refresh(Lookup lookup, CachedTracking known) {
        callCarrier(lookup, Optional.of(known))
                .subscribe()
                .with(
                        result -> {},
                        failure -> Log.errorf(
                                failure,
                                "Could not refresh tracking of %s",
                                lookup.carrier().code()));
    }

    private Uni<Found> fromCarrier(Lookup lookup, Optional<CachedTracking> expired) {
        return callCarrier(lookup, expired)
                .map(result -> expired.filter(known -> mayServeStale(lookup, known, result.cached()))
                        .map(known -> toStale(lookup, known))
                        .orElseGet(() -> toMiss(lookup, result)));
    }

    /** After a carrier call, refreshes in the background whether the shipment was cancelled while Redis was unavailable. */
    private Uni<Result> callCarrier(Lookup lookup, Optional<CachedTracking> known) {
        TrackableShipment shipment = lookup.shipment();
        return coalescer
                .lookUp(lookup.carrier(), TrackingCacheKey.of(shipment), known)
                .invoke(result -> {
                    if (result.isOwnCall() && !shipment.cancelled()) {
                        shipments.refresh(shipment.shipmentId()).subscribe().with(ignored -> {});
                    }
                });
    }

    private boolean mayServeStale(Lookup lookup, CachedTracking expired, CachedTracking failed) {
        boolean isFailure = failed.outcome() instanceof Failed || failed.outcome() instanceof NotAsked;
        boolean isUsable = clock.instant().isBefore(expired.freshUntil().plus(config.staleTtl()));
        return isFailure && isUsable && isAnswer(lookup, expired);
    }

    private Found toStale(Lookup lookup, CachedTracking expired) {
        metrics.stale();
        return toFound(lookup, expired, Source.STALE);
    }

    private Found toMiss(Lookup lookup, Result result) {
        metrics.lookedUp(result);
        return toFound(lookup, result.cached(), Source.MISS);
    }

    private Found toFound(Lookup lookup, CachedTracking cached, Source source) {
        if (!isAnswer(lookup, cached)) {
            throw problem(lookup, cached);
        }
        TrackableShipment shipment = lookup.shipment();
        TrackingStatus defaultStatus = isRecent(shipment) ? TrackingStatus.PRE_TRANSIT : TrackingStatus.UNKNOWN;
        List<TrackedPackage> packages = shipment.labels().stream()
                .map(label -> TrackedPackage.of(label, cached, defaultStatus, source == Source.STALE))
                .map(tracked -> shipment.cancelled() ? tracked.cancelled() : tracked)
                .toList();
        boolean isStale = packages.stream().anyMatch(TrackedPackage::stale);
        return new Found(lookup.carrier(), packages, cached, isStale ? Source.STALE : source);
    }

    /** Carriers find a label only some time after its purchase, and no longer find a voided one. */
    private boolean isAnswer(Lookup lookup, CachedTracking cached) {
        return cached.outcome() instanceof Answered
                || (cached.outcome().isNotFound() && (lookup.shipment().cancelled() || isRecent(lookup.shipment())));
    }

    private boolean isRecent(TrackableShipment shipment) {
        Instant now = clock.instant();
        return shipment.createdAt().plus(config.preTransitPeriod()).isAfter(now);
    }

    private static ProblemException problem(Lookup lookup, CachedTracking cached) {
        ProblemException problem =
                switch (cached.outcome()) {
                    case Answered<List<Tracking>> answered ->
                        throw new IllegalStateException("an answer is not a problem");
                    case Declined<List<Tracking>> declined -> TrackingProblems.declined(declined);
                    case Failed<List<Tracking>> failed -> TrackingProblems.failed(failed);
                    case NotAsked<List<Tracking>> notAsked -> TrackingProblems.notAsked(notAsked);
                };
        return problem.carriers(
                List.of(CarrierResult.of(lookup.carrier().displayName(), cached.outcome(), lookup.elapsed())));
    }
}
