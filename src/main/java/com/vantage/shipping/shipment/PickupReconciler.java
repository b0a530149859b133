package com.vantage.shipping.shipment;

import com.vantage.shipping.api.security.Actor;
import com.vantage.shipping.carrier.CarrierResult;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.model.CarrierPickup;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Looks for pickups with an unknown outcome at carriers that list pickups, until their date is over. Not finding one proves nothing:
 * UPS lists only those of today and tomorrow.
 */
@ApplicationScoped
class PickupReconciler {
    private static final int BATCH_SIZE = 20;

    private final PickupRepository pickups;
    private final PickupService service;
    private final Carriers carriers;
    private final PurchaseConfig config;
    private final Clock clock;

    PickupReconciler(
            PickupRepository pickups, PickupService service, Carriers carriers, PurchaseConfig config, Clock clock) {
        this.pickups = pickups;
        this.service = service;
        this.carriers = carriers;
        this.config = config;
        this.clock = clock;
    }

    /** Processes due pickups. Fails if the database cannot be read; pickups that cannot be settled become due again. */
    Uni<Void> reconcile() {
        return pickups.leaseDue(BATCH_SIZE)
                .onItem()
                .transformToMulti(due -> Multi.createFrom().iterable(due))
                .onItem()
                .transformToUniAndConcatenate(this::settleSafely)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> settleSafely(Pickup pickup) {
        return Uni.createFrom()
                .deferred(() -> settle(pickup))
                .onFailure()
                .invoke(e -> Log.errorf(e, "Could not settle pickup %s; will retry", pickup.id()))
                .onFailure()
                .recoverWithItem(() -> null)
                .replaceWithVoid();
    }

    private Uni<?> settle(Pickup pickup) {
        return switch (pickup.state()) {
            case REQUESTED ->
                pickups.markUnknown(
                        pickup,
                        "abandoned",
                        "the service stopped before the carrier's answer was stored",
                        service.firstSearch(pickup));
            case UNKNOWN -> search(pickup);
            case SCHEDULED, DECLINED, CANCELLED -> pickups.postpone(pickup, null);
        };
    }

    private Uni<?> search(Pickup pickup) {
        Optional<GuardedCarrier> carrier = carriers.find(pickup.carrier());
        if (carrier.isEmpty()) {
            Log.errorf("Cannot settle pickup %s: carrier %s is disabled", pickup.id(), pickup.carrier());
            return postpone(pickup);
        }
        return carrier.get().findPickup(pickup.toOrder()).flatMap(outcome -> {
            if (outcome instanceof Answered<Optional<CarrierPickup>>(var found) && found.isPresent()) {
                return pickups.markScheduled(pickup, found.get(), Actor.SERVICE, service::scheduled)
                        .invoke(() -> Log.infof("Pickup %s settled: scheduled", pickup.id()));
            }
            CarrierResult result = CarrierResult.of(carrier.get().displayName(), outcome, Duration.ZERO);
            Log.infof(
                    "Pickup %s is still unknown: %s %s",
                    pickup.id(),
                    result.carrier(),
                    outcome instanceof Answered
                            ? "does not list it"
                            : "did not report its pickups: " + result.code() + ", " + result.detail());
            return postpone(pickup);
        });
    }

    /** Asks at growing intervals: after half of the time that has passed. */
    private Uni<Void> postpone(Pickup pickup) {
        Instant now = clock.instant();
        Instant end = pickup.date().plusDays(2).atStartOfDay().toInstant(ZoneOffset.UTC);
        if (now.isAfter(end)) {
            Log.errorf(
                    "Pickup %s stays unknown: its date is over and %s did not list it", pickup.id(), pickup.carrier());
            return pickups.postpone(pickup, null);
        }
        Duration delay = Duration.between(pickup.createdAt(), now).dividedBy(2);
        return pickups.postpone(
                pickup, now.plus(delay.compareTo(config.maxReconcileDelay()) < 0 ? delay : config.maxReconcileDelay()));
    }
}
