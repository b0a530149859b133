package com.vantage.shipping.model;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a carrier reports about a shipment at one time.
 *
 * @param status of the shipment as a whole, as tracking shows it
 * @param estimatedDelivery local date at the destination
 * @param packages in the order of the shipment
 */
public record TrackingSnapshot(
        TrackingStatus status, @Nullable LocalDate estimatedDelivery, List<PackageSnapshot> packages) {

    public TrackingSnapshot {
        packages = List.copyOf(packages);
    }

    /** @param latestEvent null before the first scan */
    public record PackageSnapshot(
            TrackingNumber number,
            TrackingStatus status,
            @Nullable TrackingEvent latestEvent) {

        private boolean isScanned() {
            return latestEvent != null || (status != TrackingStatus.PRE_TRANSIT && status != TrackingStatus.UNKNOWN);
        }

        private String fingerprint() {
            String scan = latestEvent == null
                    ? ""
                    : String.join(
                            "|",
                            latestEvent.at().text(),
                            latestEvent.text(),
                            String.valueOf(latestEvent.code()),
                            String.valueOf(latestEvent.detail()));
            return String.join("|", number.value(), status.code(), scan);
        }
    }

    /** Whether the carrier reports anything about any package. */
    public boolean isScanned() {
        return packages.stream().anyMatch(PackageSnapshot::isScanned);
    }

    /** A text that changes whenever the status or the latest scan of a package does. */
    public String fingerprint() {
        return packages.stream().map(PackageSnapshot::fingerprint).collect(Collectors.joining("\n"));
    }
}
