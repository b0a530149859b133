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
     * @param current the carrier's current answer, for the packages that it finds
     * @param cached the former outcome
     */
    static LastKnownTracking merge(
            List<TrackingNumber> numbers, List<Tracking> current, Optional<CachedTracking> cached) {
        List<Tracking> packages = new ArrayList<>();
        Map<TrackingNumber, Instant> lost = new HashMap<>();
        for (TrackingNumber number : numbers) {
            Optional<Tracking> now = current.stream()
                    .filter(tracking -> tracking.number().equals(number))
                    .findFirst();
            Optional<Tracking> before = cached.flatMap(last -> last.lastKnown(number));
            if (before.isPresent() && isLost(now, before.get())) {
                packages.add(before.get());
                lost.put(number, cached.orElseThrow().lastKnownAt(number));
            } else {
                packages.add(now.map(tracking -> before.map(last -> withoutRegression(last, tracking))
                                .orElse(tracking))
                        .orElseGet(() -> Tracking.ofStatus(number, UNKNOWN)));
            }
        }
        return new LastKnownTracking(packages, lost);
    }

    /** Whether the carrier has never reported anything about the package. */
    static boolean isNeverReported(Tracking tracking) {
        return tracking.status() == UNKNOWN && tracking.events().isEmpty();
    }

    /** Whether nothing was ever reported about any package. */
    boolean isEmpty() {
        return packages.stream().allMatch(LastKnownTracking::isNeverReported);
    }

    /** Whether the carrier does not find some of the packages, not yet or no longer. */
    boolean hasGaps() {
        return !lost.isEmpty() || packages.stream().anyMatch(LastKnownTracking::isNeverReported);
    }

    boolean isDelivered() {
        return packages.stream().allMatch(tracking -> tracking.status() == DELIVERED);
    }

    private static boolean isLost(Optional<Tracking> current, Tracking last) {
        return current.isEmpty()
                || (isUnscanned(current.get()) && !isUnscanned(last))
                || (needsNewerEvent(last.status(), current.get().status()) && !hasNewerEvent(last, current.get()));
    }

    private static boolean isUnscanned(Tracking tracking) {
        return tracking.events().isEmpty() && (tracking.status() == PRE_TRANSIT || tracking.status() == UNKNOWN);
    }

    private static boolean needsNewerEvent(TrackingStatus from, TrackingStatus to) {
        boolean isFinal = from == DELIVERED || from == CANCELLED;
        return from != to && (isFinal || isRegression(from, to));
    }

    /** A status never regresses to a less informative one, whatever the events are. */
    private static boolean isRegression(TrackingStatus from, TrackingStatus to) {
        return from != UNKNOWN && (to == UNKNOWN || (to == PRE_TRANSIT && from != PRE_TRANSIT));
    }

    private static Tracking withoutRegression(Tracking last, Tracking current) {
        return isRegression(last.status(), current.status())
                ? new Tracking(
                        last.number(),
                        last.status(),
                        last.estimatedDelivery(),
                        last.deliveredAt(),
                        last.signedBy(),
                        current.events())
                : current;
    }

    /** Relies on the carrier's order; compares times only if neither list contains the other's newest event. */
    private static boolean hasNewerEvent(Tracking last, Tracking current) {
        if (current.events().isEmpty() || last.events().isEmpty()) {
            return !current.events().isEmpty();
        }
        TrackingEvent newest = current.events().getLast();
        TrackingEvent before = last.events().getLast();
        return !last.events().contains(newest)
                && (current.events().contains(before) || isAfter(newest.at(), before.at()));
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
