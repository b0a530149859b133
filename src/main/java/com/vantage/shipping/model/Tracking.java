package com.vantage.shipping.model;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a carrier tells about a parcel's way.
 *
 * @param events oldest first; see {@link EventOrder}
 */
public record Tracking(
        TrackingNumber number,
        TrackingStatus status,
        @Nullable LocalDate estimatedDelivery,
        @Nullable EventTime deliveredAt,
        @Nullable String signedBy,
        List<TrackingEvent> events) {

    public Tracking {
        events = List.copyOf(events);
    }

    /** Not for log lines. */
    @Override
    public String toString() {
        return "Tracking[" + status + "]";
    }
}
