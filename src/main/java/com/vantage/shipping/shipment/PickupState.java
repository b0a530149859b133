package com.vantage.shipping.shipment;

import java.util.Locale;

/** State of a pickup. */
enum PickupState {
    /** Stored; the carrier may have been asked. */
    REQUESTED,
    /** The carrier gave no usable answer. */
    UNKNOWN,
    /** The carrier sends a driver. */
    SCHEDULED,
    /** The carrier refused. */
    DECLINED,
    /** Cancelled after it was scheduled. */
    CANCELLED;

    boolean isUnsettled() {
        return this == REQUESTED || this == UNKNOWN;
    }

    /** The status in the API, where a pickup in progress is unknown. */
    String apiStatus() {
        return (isUnsettled() ? UNKNOWN : this).name().toLowerCase(Locale.ROOT);
    }
}
