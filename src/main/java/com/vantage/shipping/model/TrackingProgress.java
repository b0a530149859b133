package com.vantage.shipping.model;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How far a shipment has come, by the last change that the carrier reported.
 *
 * @param createdAt when the shipment was created
 * @param status after the last change; {@code pre_transit} before the first
 * @param fingerprint {@link TrackingSnapshot#fingerprint} after the last change; empty before the first
 * @param changedAt when the last change was found; {@code createdAt} before the first
 * @param estimatedDelivery local date at the destination
 */
public record TrackingProgress(
        Instant createdAt,
        TrackingStatus status,
        String fingerprint,
        Instant changedAt,
        @Nullable LocalDate estimatedDelivery) {

    /** Whether the status or the latest scan is another one now. Carriers lose parcels for a while, which is no change. */
    public boolean isChangedBy(TrackingSnapshot snapshot) {
        return snapshot.isScanned() && !snapshot.fingerprint().equals(fingerprint);
    }

    /** The progress after the carrier has reported this. */
    public TrackingProgress after(TrackingSnapshot snapshot, Instant now) {
        return isChangedBy(snapshot)
                ? new TrackingProgress(
                        createdAt, snapshot.status(), snapshot.fingerprint(), now, snapshot.estimatedDelivery())
                : new TrackingProgress(createdAt, status, fingerprint, changedAt, snapshot.estimatedDelivery());
    }
}
