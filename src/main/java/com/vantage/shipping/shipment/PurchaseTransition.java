package com.vantage.shipping.shipment;

import static com.vantage.shipping.shipment.PurchaseState.CANCELLED;
import static com.vantage.shipping.shipment.PurchaseState.CREATED;
import static com.vantage.shipping.shipment.PurchaseState.DECLINED;
import static com.vantage.shipping.shipment.PurchaseState.NOTHING_BOUGHT;
import static com.vantage.shipping.shipment.PurchaseState.PURCHASING;
import static com.vantage.shipping.shipment.PurchaseState.REFUND_PENDING;
import static com.vantage.shipping.shipment.PurchaseState.REQUESTED;
import static com.vantage.shipping.shipment.PurchaseState.UNKNOWN;

import java.util.Set;

/**
 * The transitions of a purchase. Each is one short transaction without a call to the carrier. docs/purchases.md shows them with the
 * effects of a crash at each.
 */
enum PurchaseTransition {
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

    private final PurchaseState to;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
    private final Set<PurchaseState> from;

    PurchaseTransition(PurchaseState to, PurchaseState... from) {
        this.to = to;
        this.from = Set.of(from);
    }

    PurchaseState to() {
        return to;
    }

    Set<PurchaseState> from() {
        return from;
    }

    /** Whether the service made this transition to settle a purchase. */
    boolean isSettlementFrom(PurchaseState state) {
        return this == ABANDON || (state == UNKNOWN && from.contains(UNKNOWN));
    }
}
