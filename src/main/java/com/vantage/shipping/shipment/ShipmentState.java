package com.vantage.shipping.shipment;

import java.util.Locale;

/** How far a purchase has come. */
enum ShipmentState {
    /** Written down; the carrier may have been asked. */
    PURCHASING,
    /** Bought; the labels are here. */
    CREATED,
    /** The carrier said no. */
    DECLINED,
    /** Asked without an answer: nobody knows whether it was bought. */
    UNKNOWN,
    /** The carrier was not asked. */
    NOTHING_BOUGHT;

    /** As it stands in the table. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As callers read it: to them, a purchase under way is unknown. */
    String forCallers() {
        return this == PURCHASING ? UNKNOWN.word() : word();
    }
}
