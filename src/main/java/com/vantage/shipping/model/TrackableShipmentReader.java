package com.vantage.shipping.model;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Provides shipments to tracking. */
public interface TrackableShipmentReader {

    /**
     * A shipment, if there is one.
     *
     * @param isFromReplica whether it was read from a replica of the database, which may not have the newest shipments and
     *     cancellations
     */
    record Found(Optional<TrackableShipment> shipment, boolean isFromReplica) {}

    /** Finds a shipment by id, of any owner. Fails without retries if the database is unavailable. */
    CompletionStage<Found> find(String shipmentId);
}
