package com.vantage.shipping.shipment;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.carrier.CarrierResult;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.shipment.PurchaseTransactions.StaleStateException;
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
    private static final int BATCH_SIZE = 20;
    /** Limits the load on a recovering carrier. */
    private static final int CONCURRENCY = 4;

    private static final int MIN_ATTEMPTS = 3;

    private final PurchaseTransactions transactions;
    private final ShipmentRepository shipments;
    private final PickupReconciler pickups;
    private final Carriers carriers;
    private final ObjectMapper json;
    private final PurchaseConfig config;
    private final Clock clock;
    private volatile boolean isDatabaseReadable = true;

    Reconciler(
            PurchaseTransactions transactions,
            ShipmentRepository shipments,
            PickupReconciler pickups,
            Carriers carriers,
            ObjectMapper json,
            PurchaseConfig config,
            Clock clock) {
        this.transactions = transactions;
        this.shipments = shipments;
        this.pickups = pickups;
        this.carriers = carriers;
        this.json = json;
        this.config = config;
        this.clock = clock;
    }

    /** Processes due purchases, and then due pickups. Never fails: unsettled ones become due again. */
    Uni<Void> reconcile() {
        return transactions
                .leaseDue(BATCH_SIZE)
                .invoke(this::onDatabaseRead)
                .onItem()
                .transformToMulti(due -> Multi.createFrom().iterable(due))
                .onItem()
                .transformToUni(this::settleSafely)
                .merge(CONCURRENCY)
                .collect()
                .last()
                .chain(pickups::reconcile)
                .onFailure()
                .invoke(this::onDatabaseFailure)
                .onFailure()
                .recoverWithNull();
    }

    private void onDatabaseRead() {
        if (!isDatabaseReadable) {
            Log.info("Reconciler reads the database again");
        }
        isDatabaseReadable = true;
    }

    /** Logged once, as it is retried every few seconds. */
    private void onDatabaseFailure(Throwable failure) {
        if (isDatabaseReadable) {
            Log.warnf("Reconciler cannot read the database: %s", failure.getMessage());
        }
        isDatabaseReadable = false;
    }

    private Uni<Void> settleSafely(Shipment shipment) {
        return Uni.createFrom()
                .deferred(() -> settle(shipment))
                .onFailure(StaleStateException.class)
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
                transactions.markWithoutLabel(
                        shipment, PurchaseTransition.ABANDON, "abandoned", "the carrier was not called", null);
            case PURCHASING ->
                transactions
                        .markUnknown(
                                shipment, "abandoned", "the service stopped before the carrier's answer was stored")
                        .call(() -> transactions.postpone(shipment, clock.instant()));
            case UNKNOWN, NOTHING_BOUGHT -> queryCarrier(shipment);
            case CREATED, DECLINED, CANCELLED, REFUND_PENDING -> transactions.postpone(shipment, null);
        };
    }

    private Uni<?> queryCarrier(Shipment shipment) {
        Optional<GuardedCarrier> carrier = carriers.find(shipment.carrier());
        if (carrier.isEmpty()) {
            Log.errorf("Cannot settle purchase %s: carrier %s is disabled", shipment.id(), shipment.carrier());
            return postpone(shipment);
        }
        PurchaseOrder order =
                json.convertValue(requireNonNull(shipment.purchaseOrder(), "purchaseOrder"), PurchaseOrder.class);
        return carrier.get().find(order).flatMap(outcome -> {
            if (outcome instanceof Answered<List<FoundPurchase>>(var found)) {
                return shipment.state() == PurchaseState.UNKNOWN
                        ? settle(shipment, carrier.get(), found)
                        : voidLateFinds(shipment, carrier.get(), found);
            }
            CarrierResult result = CarrierResult.of(carrier.get().displayName(), outcome, Duration.ZERO);
            Log.infof(
                    "Purchase %s is still %s: %s did not report its outcome: %s, %s",
                    shipment.id(), shipment.state().code(), result.carrier(), result.code(), result.detail());
            return postpone(shipment);
        });
    }

    private Uni<?> settle(Shipment shipment, GuardedCarrier carrier, List<FoundPurchase> found) {
        if (found.isEmpty()) {
            return isCertainlyNotBought(shipment) ? settleNotBought(shipment) : postpone(shipment);
        }
        Optional<FoundPurchase> complete = found.stream()
                .filter(purchase ->
                        purchase.labels().size() == shipment.packages().size())
                .findFirst();
        List<FoundPurchase> surplus = found.stream()
                .filter(purchase -> complete.filter(purchase::equals).isEmpty())
                .toList();
        // Void surplus purchases first: if this replica stops now, the next attempt finds the rest.
        return voidAll(shipment, carrier, surplus).flatMap(voided -> {
            if (!voided) {
                return postpone(shipment);
            }
            return complete.<Uni<?>>map(purchase -> settleBought(shipment, purchase))
                    .orElseGet(() -> settleVoided(shipment));
        });
    }

    private Uni<?> settleBought(Shipment shipment, FoundPurchase found) {
        PurchaseResult purchased = new PurchaseResult(
                found.carrierShipmentId(), found.labels(), found.charge(), null, null, found.documents());
        return shipments
                .withDetails(shipment)
                .flatMap(whole -> transactions.markBought(whole, purchased))
                .invoke(() -> Log.infof("Purchase %s settled: bought", shipment.id()));
    }

    private Uni<?> settleVoided(Shipment shipment) {
        return transactions
                .markWithoutLabel(
                        shipment,
                        PurchaseTransition.VOID_UNLABELLED,
                        "no_label",
                        "the carrier sold it but does not return its labels; the purchase was voided",
                        null)
                .invoke(() -> Log.infof("Purchase %s settled: bought without labels, voided", shipment.id()));
    }

    private Uni<?> settleNotBought(Shipment shipment) {
        return transactions
                .markWithoutLabel(
                        shipment,
                        PurchaseTransition.CONFIRM_NOT_BOUGHT,
                        "not_found",
                        "the carrier has no such purchase",
                        shipment.createdAt().plus(config.reconcileTimeout()))
                .invoke(() -> Log.infof("Purchase %s settled: not bought", shipment.id()));
    }

    private Uni<?> voidLateFinds(Shipment shipment, GuardedCarrier carrier, List<FoundPurchase> found) {
        if (!found.isEmpty()) {
            Log.errorf(
                    "Carrier %s lists purchase %s, which was settled as not bought; voiding it",
                    carrier.code(), shipment.id());
        }
        return voidAll(shipment, carrier, found)
                .flatMap(voided -> voided ? transactions.postpone(shipment, null) : postpone(shipment));
    }

    /** Voids purchases and returns whether all of them were voided. */
    private static Uni<Boolean> voidAll(Shipment shipment, GuardedCarrier carrier, List<FoundPurchase> purchases) {
        return Multi.createFrom()
                .iterable(purchases)
                .onItem()
                .transformToUniAndConcatenate(purchase -> carrier.cancel(
                                new CancellationRequest(purchase.carrierShipmentId(), purchase.trackingNumbers()))
                        .invoke(outcome -> Log.infof(
                                "Voiding surplus purchase %s of %s: %s",
                                purchase.carrierShipmentId(), shipment.id(), outcome))
                        .map(outcome -> outcome instanceof Answered))
                .collect()
                .asList()
                .map(voided -> !voided.contains(false));
    }

    private boolean isCertainlyNotBought(Shipment shipment) {
        return shipment.reconcileAttempts() >= MIN_ATTEMPTS && age(shipment).compareTo(config.listingGracePeriod()) > 0;
    }

    private Uni<Void> postpone(Shipment shipment) {
        if (age(shipment).compareTo(config.reconcileTimeout()) > 0) {
            Log.errorf(
                    "Purchase %s has been %s for %d h: ask %s about this reference and settle it by hand",
                    shipment.id(), shipment.state().code(), age(shipment).toHours(), shipment.carrier());
        }
        Instant next = clock.instant().plus(delay(shipment.reconcileAttempts()));
        return transactions.postpone(shipment, next);
    }

    private Duration delay(int reconcileAttempts) {
        Duration delay = config.firstReconcileDelay().multipliedBy(1L << Math.min(reconcileAttempts, 16));
        return delay.compareTo(config.maxReconcileDelay()) < 0 ? delay : config.maxReconcileDelay();
    }

    private Duration age(Shipment shipment) {
        return Duration.between(shipment.createdAt(), clock.instant());
    }
}
