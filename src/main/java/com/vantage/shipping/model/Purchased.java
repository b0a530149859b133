package com.vantage.shipping.model;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a carrier sold us.
 *
 * @param carrierShipmentId how the carrier names the whole, for cancelling
 * @param labels one for each parcel, in the order of the order
 * @param charge what will be billed, where the carrier says so; absent is unknown, not 0
 * @param surcharges the parts of the charge that have names of their own; null where the carrier does not list them
 */
public record Purchased(
        String carrierShipmentId,
        List<Label> labels,
        @Nullable Money charge,
        @Nullable LocalDate estimatedDelivery,
        @Nullable List<Surcharge> surcharges) {

    public Purchased {
        labels = List.copyOf(labels);
        surcharges = surcharges == null ? null : List.copyOf(surcharges);
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("a purchase has labels");
        }
    }

    /** A purchase whose charge has no parts that the carrier lists. */
    public Purchased(
            String carrierShipmentId,
            List<Label> labels,
            @Nullable Money charge,
            @Nullable LocalDate estimatedDelivery) {
        this(carrierShipmentId, labels, charge, estimatedDelivery, null);
    }

    /** The first parcel's, which carriers use for the whole shipment. */
    public TrackingNumber trackingNumber() {
        return labels.getFirst().trackingNumber();
    }
}
