package com.vantage.shipping.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data of a shipment that tracking needs. Once it has labels, only {@code cancelled} can change.
 *
 * @param labels one per package, in order; empty before the purchase
 * @param cancelled whether its labels were voided, whatever the refund
 */
public record TrackableShipment(
        String shipmentId,
        String owner,
        @Nullable String customer,
        CarrierCode carrier,
        List<PackageLabel> labels,
        boolean cancelled,
        Instant createdAt) {

    public TrackableShipment {
        labels = List.copyOf(labels);
    }

    /** @param reference the sender's name for the package */
    public record PackageLabel(
            TrackingNumber number, @Nullable String reference) {}
}
