package com.vantage.shipping.tracking;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import com.vantage.shipping.model.EventTime;
import com.vantage.shipping.model.TrackingStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which package of a shipment its own status and the other fields at the top of an answer are about. */
final class ShownPackage {
    private ShownPackage() {}

    /**
     * The one that needs attention, else the least advanced one; of several alike, the first. If all are delivered, the one
     * that was delivered last.
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
            // Nobody waits for it, and yet not all is delivered
            case CANCELLED -> 7;
            case DELIVERED -> 8;
        };
    }

    /** By instant if each carrier's time has a zone, else by the clock at the door, which is the same for all. */
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
