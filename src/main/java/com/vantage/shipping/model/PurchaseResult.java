package com.vantage.shipping.model;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a purchase.
 *
 * @param carrierShipmentId the carrier's id of the shipment, for cancelling
 * @param labels one per parcel, in the order of the purchase order
 * @param charge amount to be billed; absent if unknown
 * @param surcharges itemized parts of the charge; null if the carrier does not list them
 * @param documents for customs, at most one of each type
 */
public record PurchaseResult(
        String carrierShipmentId,
        List<Label> labels,
        @Nullable Money charge,
        @Nullable LocalDate estimatedDelivery,
        @Nullable List<Surcharge> surcharges,
        List<CustomsDocument> documents) {

    public PurchaseResult {
        labels = List.copyOf(labels);
        documents = List.copyOf(documents);
        surcharges = surcharges == null ? null : List.copyOf(surcharges);
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("at least one label is required");
        }
    }

    /** A purchase without itemized surcharges and documents. */
    public PurchaseResult(
            String carrierShipmentId,
            List<Label> labels,
            @Nullable Money charge,
            @Nullable LocalDate estimatedDelivery) {
        this(carrierShipmentId, labels, charge, estimatedDelivery, null, List.of());
    }

    /** The first parcel's number, which carriers use for the whole shipment. */
    public TrackingNumber trackingNumber() {
        return labels.getFirst().trackingNumber();
    }
}
