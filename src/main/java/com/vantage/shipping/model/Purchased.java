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
 */
public record Purchased(
        String carrierShipmentId,
        List<Label> labels,
        @Nullable Money charge,
        @Nullable LocalDate estimatedDelivery) {

    public Purchased {
        labels = List.copyOf(labels);
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("a purchase has labels");
        }
    }

    /** The first parcel's, which carriers use for the whole shipment. */
    public TrackingNumber trackingNumber() {
        return labels.getFirst().trackingNumber();
    }
}
