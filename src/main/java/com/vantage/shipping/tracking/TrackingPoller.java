package com.vantage.shipping.tracking;

import com.vantage.shipping.api.GracefulShutdown;
import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.VertxContextExecutor;
import com.vantage.shipping.model.TrackableShipment;
import com.vantage.shipping.model.TrackingEvent;
import com.vantage.shipping.model.TrackingProgress;
import com.vantage.shipping.model.TrackingScheduleStore;
import com.vantage.shipping.model.TrackingScheduleStore.Lease;
import com.vantage.shipping.model.TrackingSnapshot;
import com.vantage.shipping.model.TrackingSnapshot.PackageSnapshot;
import com.vantage.shipping.tracking.TrackingLookup.Found;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tracks shipments under way, so that changes become events. Looks them up as callers do: a fresh answer in the cache is
 * used, and a new one is cached for callers.
 */
@ApplicationScoped
class TrackingPoller {
    /** Shipments of each carrier in one run. */
    private static final int BATCH_SIZE = 200;

    private final Carriers carriers;
    private final TrackingScheduleStore store;
    private final TrackingSchedule schedule;
    private final TrackingLookup lookup;
    private final TrackingPollMetrics metrics;
    private final TrackingPollingConfig config;
    private final GracefulShutdown shutdown;
    private final Clock clock;

    TrackingPoller(
            Carriers carriers,
            TrackingScheduleStore store,
            TrackingSchedule schedule,
            TrackingLookup lookup,
            TrackingPollMetrics metrics,
            TrackingPollingConfig config,
            GracefulShutdown shutdown,
            Clock clock) {
        this.carriers = carriers;
        this.store = store;
        this.schedule = schedule;
        this.lookup = lookup;
        this.metrics = metrics;
        this.config = config;
        this.shutdown = shutdown;
        this.clock = clock;
    }

    /** Tracks what is due, as far as the carriers' quotas allow. Fails if the database is unavailable. */
    Uni<Void> poll() {
        return addBought()
                .chain(() -> Uni.join()
                        .all(carriers.all().stream().map(this::trackDue).toList())
                        .andCollectFailures())
                .chain(this::refreshMetrics);
    }

    private Uni<Void> addBought() {
        return whileTrue(() -> {
            Instant now = clock.instant();
            return from(() -> store.addBought(now.minus(config.maxAge()), now, config.transitInterval()));
        });
    }

    /** One shipment after the other, so that a run uses little of the quota at a time. */
    private Uni<Void> trackDue(GuardedCarrier carrier) {
        return whileTrue(() -> carrier.canTrackInBackground(config.quotaShare())
                .chain(isAllowed ->
                        isAllowed ? trackNext(carrier) : Uni.createFrom().item(false)));
    }

    private Uni<Void> whileTrue(Supplier<Uni<Boolean>> step) {
        return Multi.createBy()
                .repeating()
                .uni(step::get)
                .whilst(hasMore -> hasMore && !shutdown.isShuttingDown())
                .select()
                .first(BATCH_SIZE)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Boolean> trackNext(GuardedCarrier carrier) {
        Instant now = clock.instant();
        return from(() -> store.lease(carrier.code(), now, now.plus(config.leaseDuration())))
                .chain(leased -> leased.map(lease -> track(lease).replaceWith(true))
                        .orElseGet(() -> Uni.createFrom().item(false)));
    }

    private Uni<Void> track(Lease lease) {
        Optional<TrackableShipment> shipment = lease.shipment().filter(each -> !each.cancelled());
        if (shipment.isEmpty()
                || schedule.interval(lease.progress(), clock.instant()).isEmpty()) {
            return complete(lease, lease.progress(), Optional.empty(), Optional.empty());
        }
        return lookup.lookUp(shipment.get())
                .onItemOrFailure()
                .transformToUni(
                        (found, failure) -> failure == null ? onAnswer(lease, found) : onFailure(lease, failure));
    }

    /** An expired answer from the cache means that the carrier gave none. */
    private Uni<Void> onAnswer(Lease lease, Found found) {
        return found.cached().isFresh(clock.instant()) ? complete(lease, Optional.of(toSnapshot(found))) : retry(lease);
    }

    /** That the carrier does not know a parcel, or declines its number, is an answer without a change. */
    private Uni<Void> onFailure(Lease lease, Throwable failure) {
        if (failure instanceof ProblemException problem) {
            return problem.problem() == ProblemType.TRACKING_NOT_FOUND
                            || problem.problem() == ProblemType.CARRIER_DECLINED
                    ? complete(lease, Optional.empty())
                    : retry(lease);
        }
        Log.errorf(failure, "Could not track shipment %s; will retry", lease.shipmentId());
        return retry(lease);
    }

    private Uni<Void> complete(Lease lease, Optional<TrackingSnapshot> snapshot) {
        Instant now = clock.instant();
        TrackingProgress before = lease.progress();
        TrackingProgress after = snapshot.map(each -> before.after(each, now)).orElse(before);
        Optional<TrackingSnapshot> change = snapshot.filter(before::isChangedBy);
        return complete(lease, after, change, schedule.next(after, now))
                .invoke(() -> metrics.answered(change.isPresent()));
    }

    private Uni<Void> retry(Lease lease) {
        metrics.unanswered();
        return complete(lease, lease.progress(), Optional.empty(), Optional.of(schedule.retry(clock.instant())));
    }

    private Uni<Void> complete(
            Lease lease, TrackingProgress progress, Optional<TrackingSnapshot> change, Optional<Instant> next) {
        return from(() -> store.complete(lease, progress, change, next));
    }

    private Uni<Void> refreshMetrics() {
        Instant now = clock.instant();
        return from(() -> store.findOldestDue(
                        carriers.all().stream().map(GuardedCarrier::code).toList(), now))
                .invoke(oldest -> metrics.refresh(oldest, now))
                .replaceWithVoid();
    }

    private static TrackingSnapshot toSnapshot(Found found) {
        TrackedPackage primary = PrimaryPackageSelector.of(found.packages());
        return new TrackingSnapshot(
                primary.status(),
                primary.tracking().estimatedDelivery(),
                found.packages().stream().map(TrackingPoller::toSnapshot).toList());
    }

    private static PackageSnapshot toSnapshot(TrackedPackage tracked) {
        List<TrackingEvent> events = tracked.tracking().events();
        @Nullable TrackingEvent latest = events.isEmpty() ? null : events.getLast();
        return new PackageSnapshot(tracked.tracking().number(), tracked.status(), latest);
    }

    private static <T> Uni<T> from(Supplier<CompletionStage<T>> work) {
        return Uni.createFrom().completionStage(work).emitOn(VertxContextExecutor.current());
    }
}
