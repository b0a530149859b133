package com.vantage.shipping.tracking;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.TrackingNumber;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tracking needs to know of a shipment. Once it has labels, it can only be cancelled; nothing else of it changes.
 *
 * @param labels one for each package, in order; none before the shipment is bought
 * @param cancelled whether its labels were voided, whatever becomes of the money
 */
record TrackedShipment(
        String shipmentId,
        String owner,
        @Nullable String customer,
        CarrierCode carrier,
        List<PackageLabel> labels,
        boolean cancelled,
        Instant createdAt) {

    TrackedShipment {
        labels = List.copyOf(labels);
    }

    /** @param reference the sender's own word for the package */
    record PackageLabel(TrackingNumber number, @Nullable String reference) {}

    ShipmentKey key() {
        return new ShipmentKey(
                carrier, labels.stream().map(PackageLabel::number).toList());
    }
}
