package com.vantage.shipping.model;

import java.util.List;

/**
 * A request to void labels.
 *
 * @param carrierShipmentId the carrier's id of the shipment
 * @param trackingNumbers of all its parcels
 */
public record CancellationRequest(String carrierShipmentId, List<TrackingNumber> trackingNumbers) {
    public CancellationRequest {
        trackingNumbers = List.copyOf(trackingNumbers);
        if (trackingNumbers.isEmpty()) {
            throw new IllegalArgumentException("at least one tracking number is required");
        }
    }
}
