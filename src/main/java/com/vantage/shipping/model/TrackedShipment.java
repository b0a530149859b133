package com.vantage.shipping.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tracking needs to know of a shipment. Once it has labels, it can only be cancelled; nothing else of it changes.
 *
 * @param labels one for each package, in order; none before the shipment is bought
 * @param cancelled whether its labels were voided, whatever becomes of the money
 */
public record TrackedShipment(
        String shipmentId,
        String owner,
        @Nullable String customer,
        CarrierCode carrier,
        List<PackageLabel> labels,
        boolean cancelled,
        Instant createdAt) {

    public TrackedShipment {
        labels = List.copyOf(labels);
    }

    /** @param reference the sender's own word for the package */
    public record PackageLabel(
            TrackingNumber number, @Nullable String reference) {}
}
