package com.vantage.shipping.model;

import java.util.Locale;

/** Where a parcel is on its way, across carriers. */
public enum TrackingStatus {
    PRE_TRANSIT,
    IN_TRANSIT,
    OUT_FOR_DELIVERY,
    DELIVERED,
    AVAILABLE_FOR_PICKUP,
    RETURN_TO_SENDER,
    EXCEPTION,
    CANCELLED,
    UNKNOWN;

    /** As callers read it: {@code in_transit}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
