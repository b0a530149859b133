package com.vantage.shipping.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A purchase of ours that a carrier remembers under our reference.
 *
 * @param carrierShipmentId how the carrier names the whole, for cancelling
 * @param trackingNumbers one for each parcel, in the order of the carrier
 * @param labels in the order of {@code trackingNumbers}; none if the carrier does not give them again
 * @param charge what will be billed, where the carrier says so; absent is unknown, not 0
 */
public record FoundPurchase(
        String carrierShipmentId,
        List<TrackingNumber> trackingNumbers,
        List<Label> labels,
        @Nullable Money charge) {

    public FoundPurchase {
        trackingNumbers = List.copyOf(trackingNumbers);
        labels = List.copyOf(labels);
        if (trackingNumbers.isEmpty()) {
            throw new IllegalArgumentException("a purchase has tracking numbers");
        }
        if (!labels.isEmpty() && labels.size() != trackingNumbers.size()) {
            throw new IllegalArgumentException("a purchase has a label for each parcel, or none");
        }
    }

    /** Whether its parcels can be sent off. If not, all that is left to do with it is to cancel it. */
    public boolean hasLabels() {
        return !labels.isEmpty();
    }
}
