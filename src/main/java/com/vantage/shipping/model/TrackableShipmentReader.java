package com.vantage.shipping.model;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Provides shipments to tracking. */
public interface TrackableShipmentReader {

    /** Finds a shipment by id, of any owner. Fails without retries if the database is unavailable. */
    CompletionStage<Optional<TrackableShipment>> find(String shipmentId);
}
