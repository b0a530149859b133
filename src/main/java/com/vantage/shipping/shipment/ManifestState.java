package com.vantage.shipping.shipment;

import java.util.Locale;

/** State of a manifest. */
enum ManifestState {
    /** Stored; the carrier may have been asked. */
    REQUESTED,
    /** The carrier gave no usable answer; it may be asked again. */
    UNKNOWN,
    /** The carrier gave no usable answer, and refused when it was asked again: its document cannot be had. */
    UNCONFIRMED,
    /** The document is stored. */
    CREATED;

    boolean isUnsettled() {
        return this == REQUESTED || this == UNKNOWN;
    }

    /** The status in the API, where a manifest in progress is unknown. */
    String apiStatus() {
        return (isUnsettled() ? UNKNOWN : this).name().toLowerCase(Locale.ROOT);
    }
}
