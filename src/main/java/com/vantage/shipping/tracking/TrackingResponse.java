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

/** The response body of tracking. */
@Schema(
        name = "Tracking",
        description =
                "Tracking status and events of a shipment. `tracking_number`, `status`, `estimated_delivery`, "
                        + "`delivered_at`, `signed_by`, `events` and `updated_at` are those of one of its packages, as described at the operation")
record TrackingResponse(
        @Schema(examples = "VNT-2025-8847291") String shipmentId,
        @Schema(examples = "UPS") String carrier,
        @Schema(examples = "1Z999AA10123456784") String trackingNumber,
        @Schema(ref = "TrackingStatus") String status,

        @Schema(
                description = "Expected delivery date while in transit, if the carrier states one",
                examples = "2025-10-11")
        @Nullable
        LocalDate estimatedDelivery,

        @Schema(
                description =
                        "ISO 8601 with offset; without offset if the carrier states no zone; the date alone if it states no time of day")
        @Nullable
        String deliveredAt,

        @Schema(description = "Who received the package, if the carrier states it") @Nullable
        String signedBy,

        @Schema(description = "Oldest first") List<Event> events,

        @Schema(description = "Each package, in the order of the purchase")
        List<Parcel> packages,

        @Schema(description = "Whether this came from the cache, in whole or in part")
        boolean cached,

        @Schema(
                description = "Seconds until the carrier is called again; 0 if it could not be called",
                examples = "300")
        long cacheTtl,

        @Schema(description = "`updated_at` of the package that the other fields are about")
        Instant updatedAt,

        @Schema(description = "Whether any package is `stale`")
        boolean stale) {

    @Schema(name = "TrackedPackage", description = "Tracking status and events of a package")
    record Parcel(
            @Schema(examples = "1Z999AA10123456784") String trackingNumber,

            @Schema(description = "Reference given in the purchase", examples = "box 1") @Nullable
            String reference,

            @Schema(
                    description =
                            "If the carrier has not reported anything yet: `pre_transit` while the label is recent, "
                                    + "then `unknown`; `cancelled` if the label was voided",
                    ref = "TrackingStatus")
            String status,

            @Schema(
                    description = "Expected delivery date while in transit, if the carrier states one",
                    examples = "2025-10-11")
            @Nullable
            LocalDate estimatedDelivery,

            @Schema(
                    description =
                            "ISO 8601 with offset; without offset if the carrier states no zone; the date alone if it states no time of day")
            @Nullable
            String deliveredAt,

            @Schema(description = "Who received the package, if the carrier states it") @Nullable
            String signedBy,

            @Schema(description = "Oldest first; empty if the carrier has not reported any yet")
            List<Event> events,

            @Schema(
                    description =
                            "When the carrier was called; if it no longer finds the package, when it last reported it")
            Instant updatedAt,

            @Schema(
                    description =
                            "Whether the answer has expired, because the carrier could not be called or does not find the "
                                    + "package at the moment: carriers lose track of parcels for minutes to days. The last known "
                                    + "answer is kept, and the carrier is called again soon")
            boolean stale) {

        static Parcel of(TrackedPackage tracked) {
            Tracking tracking = tracked.tracking();
            return new Parcel(
                    tracking.number().value(),
                    tracked.reference(),
                    tracking.status().code(),
                    tracking.estimatedDelivery(),
                    text(tracking.deliveredAt()),
                    tracking.signedBy(),
                    tracking.events().stream().map(Event::of).toList(),
                    tracked.updatedAt().truncatedTo(ChronoUnit.SECONDS),
                    tracked.stale());
        }

        private static @Nullable String text(@Nullable EventTime time) {
            return time == null ? null : time.text();
        }

        /** Leaves personal data out of log lines. */
        @Override
        public String toString() {
            return "Parcel[" + status + "]";
        }
    }

    @Schema(name = "TrackingEvent", description = "One scan of a package")
    record Event(
            @Schema(
                    description =
                            "ISO 8601; without offset if zone_known is false; the date alone if the carrier states no time of day",
                    examples = "2025-10-08T14:22:00Z")
            String timestamp,

            @Schema(description = "Location of the event, if the carrier states it", examples = "New York, NY")
            @Nullable
            String location,

            @Schema(description = "The carrier's words", examples = "Picked up")
            String status,

            @Schema(description = "The carrier's code") @Nullable
            String code,

            @Schema(description = "Additional text of the carrier") @Nullable
            String detail,

            @Schema(description = "Whether the time zone of `timestamp` is known")
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

    static TrackingResponse of(String shipmentId, Found found, Instant now) {
        Parcel shown = Parcel.of(PrimaryPackageSelector.of(found.packages()));
        return new TrackingResponse(
                shipmentId,
                found.carrier().displayName(),
                shown.trackingNumber(),
                shown.status(),
                shown.estimatedDelivery(),
                shown.deliveredAt(),
                shown.signedBy(),
                shown.events(),
                found.packages().stream().map(Parcel::of).toList(),
                found.source() != Source.MISS,
                Math.max(
                        0,
                        Duration.between(now, found.cached().freshUntil())
                                .plusMillis(999)
                                .toSeconds()),
                shown.updatedAt(),
                found.source() == Source.STALE);
    }

    /** Leaves personal data out of log lines. */
    @Override
    public String toString() {
        return "TrackingResponse[" + status + "]";
    }
}
