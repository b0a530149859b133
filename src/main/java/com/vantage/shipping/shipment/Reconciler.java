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
 * Settles purchases that were left without an end: asks the carrier by our reference what became of them. Nothing is guessed.
 * That a carrier does not know a purchase counts only when it had time to; what it knows later than that is taken back.
 */
@ApplicationScoped
class Reconciler {
    private static final int MOST_AT_ONCE = 20;
    /** To trouble a carrier that is getting well with a few questions at a time. */
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

    /** Looks at what is due. Never fails: what could not be settled is due again. */
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

    /** Logged once: it is tried again every few seconds. */
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
                .invoke(e -> Log.errorf(e, "%s could not be settled; it is looked at again", shipment.id()))
                .onFailure()
                .recoverWithItem(() -> null)
                .replaceWithVoid();
    }

    private Uni<?> settle(Shipment shipment) {
        return switch (shipment.state()) {
            case REQUESTED ->
                shipments.withoutLabel(shipment, Transition.ABANDON, "abandoned", "the carrier was not asked", null);
            case PURCHASING ->
                shipments
                        .lostSight(shipment, "abandoned", "whoever asked the carrier is gone")
                        .call(() -> shipments.postpone(shipment, clock.instant()));
            case UNKNOWN, NOTHING_BOUGHT -> look(shipment);
            case CREATED, DECLINED, CANCELLED, REFUND_PENDING -> shipments.postpone(shipment, null);
        };
    }

    private Uni<?> look(Shipment shipment) {
        Optional<GuardedCarrier> carrier = carriers.find(shipment.carrier());
        if (carrier.isEmpty()) {
            Log.errorf("%s was bought of %s, which is switched off", shipment.id(), shipment.carrier());
            return later(shipment);
        }
        PurchaseOrder order =
                json.convertValue(requireNonNull(shipment.purchaseOrder(), "what was asked for"), PurchaseOrder.class);
        return carrier.get().find(order).flatMap(outcome -> {
            if (outcome instanceof Answered<List<FoundPurchase>>(var found)) {
                return shipment.state() == ShipmentState.UNKNOWN
                        ? found(shipment, carrier.get(), found)
                        : foundTooLate(shipment, carrier.get(), found);
            }
            CarrierReport report = CarrierReport.of(carrier.get().displayName(), outcome, Duration.ZERO);
            Log.infof(
                    "Purchase %s is still %s: %s does not tell its outcome: %s, %s",
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
        // First what must not stay: if this replica dies now, the next look finds the rest.
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
                .invoke(() -> Log.infof("%s was bought, the carrier says", shipment.id()));
    }

    private Uni<?> giveBack(Shipment shipment) {
        return shipments
                .withoutLabel(
                        shipment,
                        Transition.GIVE_BACK,
                        "no_label",
                        "the carrier sold it, does not give its labels again, and has taken it back",
                        null)
                .invoke(() -> Log.infof("%s was bought without its labels and is taken back", shipment.id()));
    }

    private Uni<?> nothing(Shipment shipment) {
        return shipments
                .withoutLabel(
                        shipment,
                        Transition.FIND_NOTHING,
                        "not_found",
                        "the carrier does not know it",
                        shipment.createdAt().plus(config.giveUp()))
                .invoke(() -> Log.infof("%s was not bought, the carrier says", shipment.id()));
    }

    private Uni<?> foundTooLate(Shipment shipment, GuardedCarrier carrier, List<FoundPurchase> found) {
        if (!found.isEmpty()) {
            Log.errorf("%s knows %s after all: it is taken back", carrier.code(), shipment.id());
        }
        return takeBack(shipment, carrier, found)
                .flatMap(gone -> gone ? shipments.postpone(shipment, null) : later(shipment));
    }

    /** Whether all of them are gone. */
    private static Uni<Boolean> takeBack(Shipment shipment, GuardedCarrier carrier, List<FoundPurchase> purchases) {
        return Multi.createFrom()
                .iterable(purchases)
                .onItem()
                .transformToUniAndConcatenate(purchase -> carrier.cancel(
                                new Cancellation(purchase.carrierShipmentId(), purchase.trackingNumbers()))
                        .invoke(outcome -> Log.infof(
                                "%s of %s, which is too much, is taken back: %s",
                                purchase.carrierShipmentId(), shipment.id(), outcome))
                        .map(outcome -> outcome instanceof Answered))
                .collect()
                .asList()
                .map(gone -> !gone.contains(false));
    }

    private boolean isSurelyNothing(Shipment shipment) {
        return shipment.looks() >= FEWEST_LOOKS && age(shipment).compareTo(config.grace()) > 0;
    }

    private Uni<Void> later(Shipment shipment) {
        if (age(shipment).compareTo(config.giveUp()) > 0) {
            Log.errorf(
                    "%s is %s for %d h: ask %s about it by this reference, and settle it by hand",
                    shipment.id(), shipment.state().word(), age(shipment).toHours(), shipment.carrier());
        }
        Instant next = clock.instant().plus(pause(shipment.looks()));
        return shipments.postpone(shipment, next);
    }

    private Duration pause(int looks) {
        Duration pause = config.firstLook().multipliedBy(1L << Math.min(looks, 16));
        return pause.compareTo(config.longestPause()) < 0 ? pause : config.longestPause();
    }

    private Duration age(Shipment shipment) {
        return Duration.between(shipment.createdAt(), clock.instant());
    }
}
