package com.vantage.shipping.tracking;

import com.vantage.shipping.model.EventTime;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingEvent;
import com.vantage.shipping.tracking.TrackingLookup.Found;
import com.vantage.shipping.tracking.TrackingLookup.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Where a parcel is, as it goes out. */
@Schema(name = "Tracking", description = "Where a parcel is, and how it came there")
record TrackingAnswer(
        @Schema(examples = "VNT-2025-8847291") String shipmentId,
        @Schema(examples = "UPS") String carrier,
        @Schema(examples = "1Z999AA10123456784") String trackingNumber,
        @Schema(ref = "TrackingStatus") String status,

        @Schema(description = "While it is on its way, if the carrier says so", examples = "2025-10-11") @Nullable
        LocalDate estimatedDelivery,

        @Schema(description = "With its offset; without one if the carrier does not tell the zone") @Nullable
        String deliveredAt,

        @Nullable String signedBy,
        @Schema(description = "Oldest first") List<Event> events,

        @Schema(description = "Whether this came from the cache")
        boolean cached,

        @Schema(description = "Seconds until the carrier will be asked again; 0 if stale", examples = "300")
        long cacheTtl,

        @Schema(description = "When the carrier was asked") Instant updatedAt,

        @Schema(description = "Older than it should be, because the carrier cannot be asked")
        boolean stale) {

    @Schema(name = "TrackingEvent")
    record Event(
            @Schema(description = "ISO 8601; without offset if zone_known is false", examples = "2025-10-08T14:22:00Z")
            String timestamp,

            @Schema(examples = "New York, NY") @Nullable String location,

            @Schema(description = "The carrier's words", examples = "Picked up")
            String status,

            @Schema(description = "The carrier's code") @Nullable
            String code,

            @Schema(description = "What the carrier adds") @Nullable
            String detail,

            boolean zoneKnown) {

        static Event of(TrackingEvent event) {
            return new Event(
                    event.at().text(),
                    event.place(),
                    event.text(),
                    event.code(),
                    event.detail(),
                    event.at().zoneKnown());
        }
    }

    static TrackingAnswer of(String shipmentId, Found found, Instant now) {
        Tracking tracking = found.tracking();
        EventTime delivered = tracking.deliveredAt();
        return new TrackingAnswer(
                shipmentId,
                found.carrier().displayName(),
                tracking.number().value(),
                tracking.status().word(),
                tracking.estimatedDelivery(),
                delivered == null ? null : delivered.text(),
                tracking.signedBy(),
                tracking.events().stream().map(Event::of).toList(),
                found.source() != Source.MISS,
                Math.max(
                        0,
                        Duration.between(now, found.kept().freshUntil())
                                .plusMillis(999)
                                .toSeconds()),
                found.kept().askedAt().truncatedTo(ChronoUnit.SECONDS),
                found.source() == Source.STALE);
    }

    /** Not for log lines. */
    @Override
    public String toString() {
        return "TrackingAnswer[" + status + "]";
    }
}
