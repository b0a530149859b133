package com.vantage.shipping.tracking;

import static com.vantage.shipping.model.TrackingStatus.CANCELLED;
import static com.vantage.shipping.model.TrackingStatus.DELIVERED;
import static com.vantage.shipping.model.TrackingStatus.PRE_TRANSIT;
import static com.vantage.shipping.model.TrackingStatus.UNKNOWN;

import com.vantage.shipping.model.EventTime;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingEvent;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Merges a carrier's current answer with its former one. Carriers lose track of parcels for minutes to days, or answer from a
 * stale replica; the former answer is kept then.
 *
 * @param packages in the order of their numbers; with status unknown and no events if nothing was ever reported
 * @param lost packages whose former answer is kept, with the time of that answer
 */
record LastKnownTracking(List<Tracking> packages, Map<TrackingNumber, Instant> lost) {

    LastKnownTracking {
        packages = List.copyOf(packages);
        lost = Map.copyOf(lost);
    }

    /**
     * @param told the carrier's current answer, for the packages that it finds
     * @param kept the former outcome
     */
    static LastKnownTracking merge(List<TrackingNumber> numbers, List<Tracking> told, Optional<CachedOutcome> kept) {
        List<Tracking> packages = new ArrayList<>();
        Map<TrackingNumber, Instant> lost = new HashMap<>();
        for (TrackingNumber number : numbers) {
            Optional<Tracking> now = told.stream()
                    .filter(tracking -> tracking.number().equals(number))
                    .findFirst();
            Optional<Tracking> before = kept.flatMap(known -> known.told(number));
            if (before.isPresent() && isLost(now, before.get())) {
                packages.add(before.get());
                lost.put(number, kept.orElseThrow().toldAt(number));
            } else {
                packages.add(now.map(tracking ->
                                before.map(known -> progress(known, tracking)).orElse(tracking))
                        .orElseGet(() -> Tracking.ofStatus(number, UNKNOWN)));
            }
        }
        return new LastKnownTracking(packages, lost);
    }

    /** Whether the carrier has never reported anything about the package. */
    static boolean isUntold(Tracking tracking) {
        return tracking.status() == UNKNOWN && tracking.events().isEmpty();
    }

    /** Whether nothing was ever reported about any package. */
    boolean isEmpty() {
        return packages.stream().allMatch(LastKnownTracking::isUntold);
    }

    /** Whether the carrier does not find some of the packages, not yet or no longer. */
    boolean hasGaps() {
        return !lost.isEmpty() || packages.stream().anyMatch(LastKnownTracking::isUntold);
    }

    boolean isDelivered() {
        return packages.stream().allMatch(tracking -> tracking.status() == DELIVERED);
    }

    private static boolean isLost(Optional<Tracking> told, Tracking known) {
        return told.isEmpty()
                || (isUnseen(told.get()) && !isUnseen(known))
                || (needsNewerEvent(known.status(), told.get().status()) && !hasNewerEvent(known, told.get()));
    }

    private static boolean isUnseen(Tracking tracking) {
        return tracking.events().isEmpty() && (tracking.status() == PRE_TRANSIT || tracking.status() == UNKNOWN);
    }

    private static boolean needsNewerEvent(TrackingStatus from, TrackingStatus to) {
        boolean isFinal = from == DELIVERED || from == CANCELLED;
        return from != to && (isFinal || fallsBack(from, to));
    }

    /** A status never regresses to a less informative one, whatever the events are. */
    private static boolean fallsBack(TrackingStatus from, TrackingStatus to) {
        return from != UNKNOWN && (to == UNKNOWN || (to == PRE_TRANSIT && from != PRE_TRANSIT));
    }

    private static Tracking progress(Tracking known, Tracking told) {
        return fallsBack(known.status(), told.status())
                ? new Tracking(
                        known.number(),
                        known.status(),
                        known.estimatedDelivery(),
                        known.deliveredAt(),
                        known.signedBy(),
                        told.events())
                : told;
    }

    /** Relies on the carrier's order; compares times only if neither list contains the other's newest event. */
    private static boolean hasNewerEvent(Tracking known, Tracking told) {
        if (told.events().isEmpty() || known.events().isEmpty()) {
            return !told.events().isEmpty();
        }
        TrackingEvent newest = told.events().getLast();
        TrackingEvent before = known.events().getLast();
        return !known.events().contains(newest)
                && (told.events().contains(before) || isAfter(newest.at(), before.at()));
    }

    /** A local time and an instant cannot be compared. */
    private static boolean isAfter(EventTime one, EventTime other) {
        Optional<Instant> instant = one.instant();
        Optional<Instant> otherInstant = other.instant();
        if (instant.isPresent() && otherInstant.isPresent()) {
            return instant.get().isAfter(otherInstant.get());
        }
        return instant.isEmpty() && otherInstant.isEmpty() && one.local().isAfter(other.local());
    }
}
