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
 * Every step that a purchase can take: each is one short transaction, none has a carrier's call inside. The README draws
 * them and says what happens if the process dies right there.
 */
enum Transition {
    /** Before the carrier is asked. */
    START(PURCHASING, REQUESTED),
    /** The carrier sold it: told at once, or found later by our reference. */
    BUY(CREATED, PURCHASING, UNKNOWN),
    /** The carrier said no. */
    DECLINE(DECLINED, PURCHASING, UNKNOWN),
    /** The carrier was not asked, or turned us away at its door. */
    TURN_AWAY(NOTHING_BOUGHT, PURCHASING, UNKNOWN),
    /** Asked, and no answer came; or whoever asked is gone. */
    LOSE_SIGHT(UNKNOWN, PURCHASING),
    /** Whoever wrote it down died before asking. */
    ABANDON(NOTHING_BOUGHT, REQUESTED),
    /** The carrier does not know it, and had time enough to. */
    FIND_NOTHING(NOTHING_BOUGHT, UNKNOWN),
    /** It was bought, of no use without its labels, and is taken back. */
    GIVE_BACK(CANCELLED, UNKNOWN),
    /** The caller wanted it taken back. */
    CANCEL(CANCELLED, CREATED),
    /** Likewise, and the carrier decides later about the money. */
    CANCEL_WITH_REFUND(REFUND_PENDING, CREATED);

    private final ShipmentState to;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is
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

    /** Whether the service made it by itself, for a purchase whose end nobody had heard. */
    boolean isSettlementFrom(ShipmentState state) {
        return this == ABANDON || (state == UNKNOWN && from.contains(UNKNOWN));
    }
}
