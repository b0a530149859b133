package com.vantage.shipping.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Stores which shipments are under way and when they are tracked next, and records changes as events. */
public interface TrackingScheduleStore {

    /**
     * A due shipment that one replica tracks.
     *
     * @param until when it becomes due for others; identifies the lease
     * @param shipment empty if it was deleted
     */
    record Lease(String shipmentId, Instant until, Optional<TrackableShipment> shipment, TrackingProgress progress) {}

    /**
     * Adds shipments that were bought since the last call, whichever replica made it.
     *
     * @param createdAfter older shipments are left out
     * @param spread they become due at random times between now and this much later
     * @return whether there may be more
     */
    CompletionStage<Boolean> addBought(Instant createdAfter, Instant now, Duration spread);

    /** Leases the shipment of this carrier that has been due the longest, unless others have leased it. */
    CompletionStage<Optional<Lease>> lease(CarrierCode carrier, Instant now, Instant until);

    /**
     * Ends a lease. Has no effect if it has expired and another replica has the shipment.
     *
     * @param change becomes an event, in the same transaction
     * @param next when the shipment is due again; empty for never
     */
    CompletionStage<Void> complete(
            Lease lease, TrackingProgress progress, Optional<TrackingSnapshot> change, Optional<Instant> next);

    /** When the shipment became due that has been due the longest, of all shipments of these carriers. */
    CompletionStage<Optional<Instant>> findOldestDue(List<CarrierCode> carriers, Instant now);
}
