package com.vantage.shipping.model;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a carrier tells about a parcel's way, events oldest first. */
public record Tracking(
        TrackingNumber number,
        TrackingStatus status,
        @Nullable LocalDate estimatedDelivery,
        @Nullable EventTime deliveredAt,
        @Nullable String signedBy,
        List<TrackingEvent> events) {

    public Tracking {
        events = events.stream()
                .sorted(Comparator.comparing(event -> event.at().roughly()))
                .toList();
    }

    /** Not for log lines. */
    @Override
    public String toString() {
        return "Tracking[" + status + "]";
    }
}
