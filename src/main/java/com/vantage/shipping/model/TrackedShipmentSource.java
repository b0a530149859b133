package com.vantage.shipping.model;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Knows shipments as tracking sees them. */
public interface TrackedShipmentSource {

    /** The shipment with this id, whoever made it. Fails soon if it cannot be read now. */
    CompletionStage<Optional<TrackedShipment>> find(String shipmentId);
}
