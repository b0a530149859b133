package com.vantage.shipping.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A purchase of ours that the carrier has found by our reference.
 *
 * @param carrierShipmentId the carrier's id of the shipment, for cancelling
 * @param trackingNumbers one per parcel, in the carrier's order
 * @param labels in the order of {@code trackingNumbers}; empty if the carrier does not return them
 * @param charge amount to be billed; absent if unknown
 * @param documents for customs that the carrier returns
 */
public record FoundPurchase(
        String carrierShipmentId,
        List<TrackingNumber> trackingNumbers,
        List<Label> labels,
        @Nullable Money charge,
        List<CustomsDocument> documents) {

    public FoundPurchase {
        documents = List.copyOf(documents);
        trackingNumbers = List.copyOf(trackingNumbers);
        labels = List.copyOf(labels);
        if (trackingNumbers.isEmpty()) {
            throw new IllegalArgumentException("at least one tracking number is required");
        }
        if (!labels.isEmpty() && labels.size() != trackingNumbers.size()) {
            throw new IllegalArgumentException("labels must be one per parcel, or none");
        }
    }

    /** A purchase without documents. */
    public FoundPurchase(
            String carrierShipmentId,
            List<TrackingNumber> trackingNumbers,
            List<Label> labels,
            @Nullable Money charge) {
        this(carrierShipmentId, trackingNumbers, labels, charge, List.of());
    }

    /** Whether its parcels can be shipped. Otherwise it can only be cancelled. */
    public boolean hasLabels() {
        return !labels.isEmpty();
    }
}
