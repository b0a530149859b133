package com.vantage.shipping.tracking;

import com.vantage.shipping.model.TrackedShipment.PackageLabel;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a package of a shipment is.
 *
 * @param reference the sender's own word for it
 * @param updatedAt when the carrier told this
 * @param stale whether the carrier could not be asked since, or does not find the package any more
 */
record TrackedPackage(@Nullable String reference, Tracking tracking, Instant updatedAt, boolean stale) {

    /**
     * @param untold its status if the carrier has not told anything about it yet
     * @param stale whether that is older than it should be
     */
    static TrackedPackage of(PackageLabel label, Kept kept, TrackingStatus untold, boolean stale) {
        return new TrackedPackage(
                label.reference(),
                kept.told(label.number()).orElseGet(() -> Tracking.without(label.number(), untold)),
                kept.toldAt(label.number()),
                stale || kept.isLost(label.number()));
    }

    TrackingStatus status() {
        return tracking.status();
    }

    /**
     * The same if its label was voided: carriers do not tell that, or tell it late. If the label was used nevertheless, the
     * carrier's word counts.
     */
    TrackedPackage cancelled() {
        return switch (status()) {
            case PRE_TRANSIT, UNKNOWN -> {
                Tracking voided =
                        new Tracking(tracking.number(), TrackingStatus.CANCELLED, null, null, null, tracking.events());
                yield new TrackedPackage(reference, voided, updatedAt, stale);
            }
            case IN_TRANSIT,
                    OUT_FOR_DELIVERY,
                    DELIVERED,
                    AVAILABLE_FOR_PICKUP,
                    RETURN_TO_SENDER,
                    EXCEPTION,
                    CANCELLED -> this;
        };
    }
}
