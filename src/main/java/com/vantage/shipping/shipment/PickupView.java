package com.vantage.shipping.shipment;

import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.PickupOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A pickup in the API. */
@Schema(name = "Pickup", description = "A driver who comes for packages")
record PickupView(
        @Schema(description = "Id of the pickup", examples = "PKP-2026-7000001")
        String pickupId,

        @Schema(
                description =
                        "`scheduled`: the carrier sends a driver. `cancelled`: after it was scheduled. `declined`: the carrier "
                                + "refused. `unknown`: in progress, or the carrier gave no usable answer, so that it may send a driver or not",
                enumeration = {"scheduled", "cancelled", "declined", "unknown"},
                examples = "scheduled")
        String status,

        @Schema(examples = "UPS") String carrier,

        @Schema(description = "The carrier's number, once it is scheduled", examples = "29123456789") @Nullable
        String confirmation,

        @Schema(
                description =
                        "Whether the carrier had a pickup at this address already and returned its number, instead of sending a "
                                + "second driver; the carrier cancels it with the last pickup that has the number")
        boolean alreadyScheduled,

        @Schema(description = "A local date at the address", examples = "2026-11-24")
        LocalDate date,

        @Schema(description = "When the packages are ready: a local time at the address", examples = "09:00")
        String readyTime,

        @Schema(description = "Until when the driver can get at them: a local time at the address", examples = "17:00")
        String closeTime,

        @Schema(description = "Absent if the carrier refused") @Nullable
        AddressView address,

        @Schema(description = "Numbers of packages by service and country")
        List<PackageGroup> packages,

        @Schema(description = "Ids of the shipments; empty if the packages were counted", examples = "[]")
        List<String> shipments,

        @Schema(description = "Weight of all packages together, in ounces", examples = "320")
        BigDecimal totalWeightOz,

        @Schema(description = "For the driver", examples = "Dock 3, ring twice") @Nullable
        String instructions,

        @Schema(description = "What the carrier charges for it, if it tells", examples = "8.50") @Nullable
        BigDecimal charge,

        @Schema(description = "Currency of the charge", examples = "USD") @Nullable
        String currency,

        @Schema(description = "The carrier's or this service's code, if no driver is known to come") @Nullable
        String reasonCode,

        @Schema(description = "Why no driver is known to come") @Nullable
        String reason,

        @Schema(description = "When it was requested") Instant createdAt,
        @Schema(examples = "ship-pickup-j1k2l3") String requestId) {

    @Schema(name = "PickupPackages", description = "Packages of one service to one country")
    record PackageGroup(
            @Schema(examples = "03") String serviceCode,
            @Schema(examples = "US") String country,

            @Schema(description = "Number of packages", examples = "3")
            int count) {
        private static PackageGroup of(PickupOrder.Packages packages) {
            return new PackageGroup(packages.serviceCode(), packages.country(), packages.count());
        }
    }

    /** @param carrierName the carrier's display name */
    static PickupView of(Pickup pickup, String carrierName, String requestId) {
        Money charge = pickup.charge();
        return new PickupView(
                pickup.id(),
                pickup.state().apiStatus(),
                carrierName,
                pickup.confirmation(),
                pickup.isAlreadyScheduled(),
                pickup.date(),
                pickup.readyTime().toString(),
                pickup.closeTime().toString(),
                pickup.address(),
                pickup.packages().stream().map(PackageGroup::of).toList(),
                pickup.shipments(),
                pickup.totalWeightOz(),
                pickup.instructions(),
                charge == null ? null : charge.amount(),
                charge == null ? null : charge.currency(),
                pickup.reasonCode(),
                pickup.reason(),
                pickup.createdAt(),
                requestId);
    }
}
