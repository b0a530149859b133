package com.vantage.shipping.shipment;

import static com.vantage.shipping.shipment.ShipmentState.CANCELLED;
import static com.vantage.shipping.shipment.ShipmentState.CREATED;
import static com.vantage.shipping.shipment.ShipmentState.DECLINED;
import static com.vantage.shipping.shipment.ShipmentState.NOTHING_BOUGHT;
import static com.vantage.shipping.shipment.ShipmentState.PURCHASING;
import static com.vantage.shipping.shipment.ShipmentState.REFUND_PENDING;
import static com.vantage.shipping.shipment.ShipmentState.REQUESTED;
import static com.vantage.shipping.shipment.ShipmentState.UNKNOWN;

import java.util.Set;

/**
 * The transitions of a purchase. Each is one short transaction without a call to the carrier. docs/purchases.md shows them with the
 * effects of a crash at each.
 */
enum Transition {
    /** Before the carrier is called. */
    START(PURCHASING, REQUESTED),
    /** The carrier sold it: answered at once, or found later by our reference. */
    BUY(CREATED, PURCHASING, UNKNOWN),
    /** The carrier declined. */
    DECLINE(DECLINED, PURCHASING, UNKNOWN),
    /** The carrier was not called, or rejected our credentials or request rate. */
    REJECT(NOTHING_BOUGHT, PURCHASING, UNKNOWN),
    /** The carrier gave no usable answer, or the replica stopped. */
    MARK_UNKNOWN(UNKNOWN, PURCHASING),
    /** The replica stopped before calling the carrier. */
    ABANDON(NOTHING_BOUGHT, REQUESTED),
    /** The carrier does not list it after the grace period. */
    CONFIRM_NOT_BOUGHT(NOTHING_BOUGHT, UNKNOWN),
    /** Bought, but voided since its labels cannot be retrieved. */
    VOID_UNLABELLED(CANCELLED, UNKNOWN),
    /** Voided by the caller. */
    CANCEL(CANCELLED, CREATED),
    /** Voided by the caller; the carrier decides later on the refund. */
    CANCEL_WITH_REFUND(REFUND_PENDING, CREATED);

    private final ShipmentState to;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
    private final Set<ShipmentState> from;

    Transition(ShipmentState to, ShipmentState... from) {
        this.to = to;
        this.from = Set.of(from);
    }

    ShipmentState to() {
        return to;
    }

    Set<ShipmentState> from() {
        return from;
    }

    /** Whether the service made this transition to settle a purchase. */
    boolean isSettlementFrom(ShipmentState state) {
        return this == ABANDON || (state == UNKNOWN && from.contains(UNKNOWN));
    }
}
