package com.vantage.shipping.model;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A carrier's tracking data of a parcel.
 *
 * @param events oldest first; see {@link TrackingEventSorter}
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

    /** A parcel with a status but no other data. */
    public static Tracking ofStatus(TrackingNumber number, TrackingStatus status) {
        return new Tracking(number, status, null, null, null, List.of());
    }

    /** Keeps personal data out of logs. */
    @Override
    public String toString() {
        return "Tracking[" + status + "]";
    }
}
