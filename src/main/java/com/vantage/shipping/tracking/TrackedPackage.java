package com.vantage.shipping.tracking;

import com.vantage.shipping.model.TrackableShipment.PackageLabel;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tracking of one package of a shipment.
 *
 * @param reference the sender's reference
 * @param updatedAt when the carrier reported this
 * @param stale whether the carrier could not be called since, or no longer finds the package
 */
record TrackedPackage(@Nullable String reference, Tracking tracking, Instant updatedAt, boolean stale) {

    /**
     * @param defaultStatus the status if the carrier has not reported anything yet
     * @param stale whether the cached outcome has expired
     */
    static TrackedPackage of(PackageLabel label, CachedTracking cached, TrackingStatus defaultStatus, boolean stale) {
        return new TrackedPackage(
                label.reference(),
                cached.lastKnown(label.number()).orElseGet(() -> Tracking.ofStatus(label.number(), defaultStatus)),
                cached.lastKnownAt(label.number()),
                stale || cached.isLost(label.number()));
    }

    TrackingStatus status() {
        return tracking.status();
    }

    /**
     * Returns this package with status cancelled, since carriers report voided labels late or never. If the label was used
     * nevertheless, the carrier's status stays.
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
