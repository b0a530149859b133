package com.vantage.shipping.tracking;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import com.vantage.shipping.model.EventTime;
import com.vantage.shipping.model.TrackingStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Chooses the package that the top-level fields of a tracking response describe. */
final class PrimaryPackageSelector {
    private PrimaryPackageSelector() {}

    /**
     * Returns the package that needs attention, else the least advanced one; the first of several. If all are delivered,
     * returns the one that was delivered last.
     */
    static TrackedPackage of(List<TrackedPackage> packages) {
        TrackedPackage least =
                packages.stream().min(comparingInt(each -> rank(each.status()))).orElseThrow();
        return least.status() == TrackingStatus.DELIVERED
                ? lastDelivered(packages).orElse(least)
                : least;
    }

    private static int rank(TrackingStatus status) {
        return switch (status) {
            case EXCEPTION -> 0;
            case RETURN_TO_SENDER -> 1;
            case UNKNOWN -> 2;
            case PRE_TRANSIT -> 3;
            case IN_TRANSIT -> 4;
            case OUT_FOR_DELIVERY -> 5;
            case AVAILABLE_FOR_PICKUP -> 6;
            // Needs no attention, but a shipment with a cancelled package is not delivered as a whole
            case CANCELLED -> 7;
            case DELIVERED -> 8;
        };
    }

    /** Compares instants if every delivery time has a zone, else local times, since all packages have the same destination. */
    private static Optional<TrackedPackage> lastDelivered(List<TrackedPackage> packages) {
        record Delivery(TrackedPackage delivered, EventTime at) {}
        List<Delivery> deliveries = packages.stream()
                .flatMap(each ->
                        Optional.ofNullable(each.tracking().deliveredAt()).map(at -> new Delivery(each, at)).stream())
                .toList();
        boolean areInstants =
                deliveries.stream().allMatch(each -> each.at().instant().isPresent());
        Comparator<Delivery> order = areInstants
                ? comparing(each -> each.at().instant().orElseThrow())
                : comparing(each -> each.at().local());
        return deliveries.stream().max(order).map(Delivery::delivered);
    }
}
