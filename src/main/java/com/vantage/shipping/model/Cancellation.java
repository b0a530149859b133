package com.vantage.shipping.model;

import java.util.List;

/**
 * Take these labels back.
 *
 * @param carrierShipmentId how the carrier names the whole
 * @param trackingNumbers of all its parcels
 */
public record Cancellation(String carrierShipmentId, List<TrackingNumber> trackingNumbers) {
    public Cancellation {
        trackingNumbers = List.copyOf(trackingNumbers);
        if (trackingNumbers.isEmpty()) {
            throw new IllegalArgumentException("a cancellation names its parcels");
        }
    }
}
