package com.vantage.shipping.tracking;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.TrackingNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What tracking needs to know of a shipment. Once it has a number none of it changes, also when it is cancelled. */
record TrackedShipment(
        String shipmentId,
        String owner,
        @Nullable String customer,
        CarrierCode carrier,
        @Nullable TrackingNumber number,
        Instant createdAt) {}
