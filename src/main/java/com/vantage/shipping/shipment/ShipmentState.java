package com.vantage.shipping.shipment;

import java.util.Locale;

/** How far a purchase has come. {@link Transition} says what may follow what. */
enum ShipmentState {
    /** Written down; the carrier was not asked yet. */
    REQUESTED,
    /** The carrier may have been asked. */
    PURCHASING,
    /** Bought; the labels are here. */
    CREATED,
    /** The carrier said no. */
    DECLINED,
    /** Asked without an answer: nobody knows whether it was bought. */
    UNKNOWN,
    /** Nothing was bought, for sure. */
    NOTHING_BOUGHT,
    /** Bought and taken back. */
    CANCELLED,
    /** Taken back; whether the money comes back the carrier decides later. */
    REFUND_PENDING;

    /** As it stands in the table. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ShipmentState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Whether the end of the purchase is still to come. */
    boolean isOpen() {
        return this == REQUESTED || this == PURCHASING || this == UNKNOWN;
    }

    /** As callers read it: to them, a purchase under way is unknown. */
    String forCallers() {
        return isOpen() ? UNKNOWN.word() : word();
    }
}
