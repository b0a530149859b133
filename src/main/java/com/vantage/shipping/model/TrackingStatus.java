package com.vantage.shipping.model;

import java.util.Locale;

/** Status of a parcel, across carriers. */
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

    /** The value in the API: {@code in_transit}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
