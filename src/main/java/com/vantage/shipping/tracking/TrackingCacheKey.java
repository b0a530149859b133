package com.vantage.shipping.tracking;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.TrackableShipment;
import com.vantage.shipping.model.TrackableShipment.PackageLabel;
import com.vantage.shipping.model.TrackingNumber;
import java.util.List;

/**
 * The packages of a shipment, which are tracked together. Keys in Redis contain the first package's number, and the carrier
 * because two carriers may use the same number.
 */
record TrackingCacheKey(CarrierCode carrier, List<TrackingNumber> numbers) {

    TrackingCacheKey {
        numbers = List.copyOf(numbers);
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException("at least one tracking number is required");
        }
    }

    static TrackingCacheKey of(TrackableShipment shipment) {
        return new TrackingCacheKey(
                shipment.carrier(),
                shipment.labels().stream().map(PackageLabel::number).toList());
    }

    /** Key of the carrier's answer. All keys of a shipment are in one hash slot, as scripts require. */
    String answer() {
        return slot() + ":answer";
    }

    /** Key of the failure of the last call, for the replicas that wait for an answer. */
    String failure() {
        return slot() + ":failure";
    }

    /** Key of the lock of the replica that calls the carrier. */
    String lock() {
        return slot() + ":lock";
    }

    private String slot() {
        return "tracking:{" + carrier + ":" + numbers.getFirst() + "}";
    }
}
