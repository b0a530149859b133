package com.vantage.shipping.shipment;

import com.vantage.shipping.model.TrackingEvent;
import com.vantage.shipping.model.TrackingSnapshot;
import com.vantage.shipping.model.TrackingSnapshot.PackageSnapshot;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a carrier reports, in an event. Without places and names, since events are kept longer than these may be. */
@Schema(
        name = "TrackingChange",
        description = "Tracking after a change of a status or of a latest scan; only in events of the type "
                + "`tracking.updated`. Track the shipment for places, names and earlier scans")
record TrackingChangeView(
        @Schema(ref = "TrackingStatus") String status,

        @Schema(description = "Each package, in the order of the purchase")
        List<PackageView> packages) {

    @Schema(name = "TrackingChangePackage", description = "Status and latest scan of a package")
    record PackageView(
            @Schema(examples = "1Z999AA10123456784") String trackingNumber,
            @Schema(ref = "TrackingStatus") String status,

            @Nullable ScanView latestEvent) {

        static PackageView of(PackageSnapshot each) {
            TrackingEvent latest = each.latestEvent();
            return new PackageView(
                    each.number().value(), each.status().code(), latest == null ? null : ScanView.of(latest));
        }
    }

    @Schema(name = "TrackingChangeScan", description = "The latest scan of a package; absent before the first")
    record ScanView(
            @Schema(
                    description =
                            "ISO 8601; without offset if zone_known is false; the date alone if the carrier states no time of day",
                    examples = "2025-10-08T14:22:00Z")
            String timestamp,

            @Schema(description = "The carrier's words", examples = "Picked up")
            String status,

            @Schema(description = "The carrier's code") @Nullable
            String code,

            @Schema(description = "Additional text of the carrier") @Nullable
            String detail,

            @Schema(description = "Whether the time zone of `timestamp` is known")
            boolean zoneKnown) {

        static ScanView of(TrackingEvent event) {
            return new ScanView(
                    event.at().text(),
                    event.text(),
                    event.code(),
                    event.detail(),
                    event.at().zoneKnown());
        }
    }

    static TrackingChangeView of(TrackingSnapshot snapshot) {
        return new TrackingChangeView(
                snapshot.status().code(),
                snapshot.packages().stream().map(PackageView::of).toList());
    }
}
