package com.vantage.shipping.shipment;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.carrier.CarrierReport;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.model.Cancellation;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.Purchased;
import com.vantage.shipping.shipment.ShipmentRepository.Overtaken;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Settles purchases with an unknown outcome by querying the carrier by our reference; it never guesses. That a carrier
 * does not find a purchase counts only after the grace period; a purchase that it finds after that is voided.
 */
@ApplicationScoped
class Reconciler {
    private static final int MOST_AT_ONCE = 20;
    /** Limits the load on a recovering carrier. */
    private static final int SIDE_BY_SIDE = 4;

    private static final int FEWEST_LOOKS = 3;

    private final ShipmentRepository shipments;
    private final Carriers carriers;
    private final ObjectMapper json;
    private final PurchasesConfig config;
    private final Clock clock;
    private volatile boolean readsDatabase = true;

    Reconciler(
            ShipmentRepository shipments, Carriers carriers, ObjectMapper json, PurchasesConfig config, Clock clock) {
        this.shipments = shipments;
        this.carriers = carriers;
        this.json = json;
        this.config = config;
        this.clock = clock;
    }

    /** Processes due purchases. Never fails: unsettled ones become due again. */
    Uni<Void> round() {
        return shipments
                .takeDue(MOST_AT_ONCE)
                .invoke(this::hasRead)
                .onItem()
                .transformToMulti(due -> Multi.createFrom().iterable(due))
                .onItem()
                .transformToUni(this::settleSafely)
                .merge(SIDE_BY_SIDE)
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(this::hasNotRead)
                .onFailure()
                .recoverWithNull();
    }

    private void hasRead() {
        if (!readsDatabase) {
            Log.info("Reconciler reads the database again");
        }
        readsDatabase = true;
    }

    /** Logged once, as it is retried every few seconds. */
    private void hasNotRead(Throwable failure) {
        if (readsDatabase) {
            Log.warnf("Reconciler cannot read the database: %s", failure.getMessage());
        }
        readsDatabase = false;
    }

    private Uni<Void> settleSafely(Shipment shipment) {
        return Uni.createFrom()
                .deferred(() -> settle(shipment))
                .onFailure(Overtaken.class)
                .recoverWithItem(() -> null)
                .onFailure()
                .invoke(e -> Log.errorf(e, "Could not settle purchase %s; will retry", shipment.id()))
                .onFailure()
                .recoverWithItem(() -> null)
                .replaceWithVoid();
    }

    private Uni<?> settle(Shipment shipment) {
        return switch (shipment.state()) {
            case REQUESTED ->
                shipments.withoutLabel(shipment, Transition.ABANDON, "abandoned", "the carrier was not called", null);
            case PURCHASING ->
                shipments
                        .lostSight(shipment, "abandoned", "the service stopped before the carrier's answer was stored")
                        .call(() -> shipments.postpone(shipment, clock.instant()));
            case UNKNOWN, NOTHING_BOUGHT -> look(shipment);
            case CREATED, DECLINED, CANCELLED, REFUND_PENDING -> shipments.postpone(shipment, null);
        };
    }

    private Uni<?> look(Shipment shipment) {
        Optional<GuardedCarrier> carrier = carriers.find(shipment.carrier());
        if (carrier.isEmpty()) {
            Log.errorf("Cannot settle purchase %s: carrier %s is disabled", shipment.id(), shipment.carrier());
            return later(shipment);
        }
        PurchaseOrder order =
                json.convertValue(requireNonNull(shipment.purchaseOrder(), "purchaseOrder"), PurchaseOrder.class);
        return carrier.get().find(order).flatMap(outcome -> {
            if (outcome instanceof Answered<List<FoundPurchase>>(var found)) {
                return shipment.state() == ShipmentState.UNKNOWN
                        ? found(shipment, carrier.get(), found)
                        : foundTooLate(shipment, carrier.get(), found);
            }
            CarrierReport report = CarrierReport.of(carrier.get().displayName(), outcome, Duration.ZERO);
            Log.infof(
                    "Purchase %s is still %s: %s did not report its outcome: %s, %s",
                    shipment.id(), shipment.state().word(), report.carrier(), report.code(), report.detail());
            return later(shipment);
        });
    }

    private Uni<?> found(Shipment shipment, GuardedCarrier carrier, List<FoundPurchase> found) {
        if (found.isEmpty()) {
            return isSurelyNothing(shipment) ? nothing(shipment) : later(shipment);
        }
        Optional<FoundPurchase> kept = found.stream()
                .filter(purchase ->
                        purchase.labels().size() == shipment.packages().size())
                .findFirst();
        List<FoundPurchase> others = found.stream()
                .filter(purchase -> kept.filter(purchase::equals).isEmpty())
                .toList();
        // Void surplus purchases first: if this replica stops now, the next attempt finds the rest.
        return takeBack(shipment, carrier, others).flatMap(gone -> {
            if (!gone) {
                return later(shipment);
            }
            return kept.<Uni<?>>map(purchase -> attach(shipment, purchase)).orElseGet(() -> giveBack(shipment));
        });
    }

    private Uni<?> attach(Shipment shipment, FoundPurchase found) {
        Purchased purchased = new Purchased(found.carrierShipmentId(), found.labels(), found.charge(), null);
        return shipments
                .withDetails(shipment)
                .flatMap(whole -> shipments.bought(whole, purchased))
                .invoke(() -> Log.infof("Purchase %s settled: bought", shipment.id()));
    }

    private Uni<?> giveBack(Shipment shipment) {
        return shipments
                .withoutLabel(
                        shipment,
                        Transition.GIVE_BACK,
                        "no_label",
                        "the carrier sold it but does not return its labels; the purchase was voided",
                        null)
                .invoke(() -> Log.infof("Purchase %s settled: bought without labels, voided", shipment.id()));
    }

    private Uni<?> nothing(Shipment shipment) {
        return shipments
                .withoutLabel(
                        shipment,
                        Transition.FIND_NOTHING,
                        "not_found",
                        "the carrier has no such purchase",
                        shipment.createdAt().plus(config.reconcileTimeout()))
                .invoke(() -> Log.infof("Purchase %s settled: not bought", shipment.id()));
    }

    private Uni<?> foundTooLate(Shipment shipment, GuardedCarrier carrier, List<FoundPurchase> found) {
        if (!found.isEmpty()) {
            Log.errorf(
                    "Carrier %s lists purchase %s, which was settled as not bought; voiding it",
                    carrier.code(), shipment.id());
        }
        return takeBack(shipment, carrier, found)
                .flatMap(gone -> gone ? shipments.postpone(shipment, null) : later(shipment));
    }

    /** Voids purchases and returns whether all of them were voided. */
    private static Uni<Boolean> takeBack(Shipment shipment, GuardedCarrier carrier, List<FoundPurchase> purchases) {
        return Multi.createFrom()
                .iterable(purchases)
                .onItem()
                .transformToUniAndConcatenate(purchase -> carrier.cancel(
                                new Cancellation(purchase.carrierShipmentId(), purchase.trackingNumbers()))
                        .invoke(outcome -> Log.infof(
                                "Voiding surplus purchase %s of %s: %s",
                                purchase.carrierShipmentId(), shipment.id(), outcome))
                        .map(outcome -> outcome instanceof Answered))
                .collect()
                .asList()
                .map(gone -> !gone.contains(false));
    }

    private boolean isSurelyNothing(Shipment shipment) {
        return shipment.looks() >= FEWEST_LOOKS && age(shipment).compareTo(config.listingGracePeriod()) > 0;
    }

    private Uni<Void> later(Shipment shipment) {
        if (age(shipment).compareTo(config.reconcileTimeout()) > 0) {
            Log.errorf(
                    "Purchase %s has been %s for %d h: ask %s about this reference and settle it by hand",
                    shipment.id(), shipment.state().word(), age(shipment).toHours(), shipment.carrier());
        }
        Instant next = clock.instant().plus(pause(shipment.looks()));
        return shipments.postpone(shipment, next);
    }

    private Duration pause(int looks) {
        Duration pause = config.firstReconcileDelay().multipliedBy(1L << Math.min(looks, 16));
        return pause.compareTo(config.maxReconcileDelay()) < 0 ? pause : config.maxReconcileDelay();
    }

    private Duration age(Shipment shipment) {
        return Duration.between(shipment.createdAt(), clock.instant());
    }
}
