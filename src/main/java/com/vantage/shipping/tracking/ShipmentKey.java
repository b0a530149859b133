package com.vantage.shipping.tracking;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.TrackedShipment;
import com.vantage.shipping.model.TrackedShipment.PackageLabel;
import com.vantage.shipping.model.TrackingNumber;
import java.util.List;

/**
 * What a carrier is asked about: all packages of a shipment. Its keys in Redis have the number of the first one; two
 * carriers may use the same number.
 */
record ShipmentKey(CarrierCode carrier, List<TrackingNumber> numbers) {

    ShipmentKey {
        numbers = List.copyOf(numbers);
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException("at least one tracking number is required");
        }
    }

    static ShipmentKey of(TrackedShipment shipment) {
        return new ShipmentKey(
                shipment.carrier(),
                shipment.labels().stream().map(PackageLabel::number).toList());
    }

    /** What the carrier said. In one slot with the others, so that one script may use them all. */
    String answer() {
        return slot() + ":answer";
    }

    /** That there was no answer, for those who are waiting for one. */
    String failure() {
        return slot() + ":failure";
    }

    /** Who is asking the carrier. */
    String lock() {
        return slot() + ":lock";
    }

    private String slot() {
        return "tracking:{" + carrier + ":" + numbers.getFirst() + "}";
    }
}
