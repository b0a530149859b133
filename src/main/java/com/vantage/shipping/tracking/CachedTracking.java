package com.vantage.shipping.tracking;

import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cached outcome of a tracking call for a shipment's packages.
 *
 * @param outcome if answered, the last known tracking of each package
 * @param askedAt when the carrier was called
 * @param freshUntil until when the outcome may be returned without a new call
 * @param lost packages that the carrier no longer finds, with the time of its last answer about them
 */
record CachedTracking(
        Outcome<List<Tracking>> outcome, Instant askedAt, Instant freshUntil, Map<TrackingNumber, Instant> lost) {
    /** An answer in the last fifth of its life is refreshed in the background. */
    private static final int REFRESH_FRACTION = 5;

    CachedTracking {
        lost = Map.copyOf(lost);
    }

    CachedTracking(Outcome<List<Tracking>> outcome, Instant askedAt, Instant freshUntil) {
        this(outcome, askedAt, freshUntil, Map.of());
    }

    /** The last known tracking of a package; empty if the carrier has never reported any. */
    Optional<Tracking> lastKnown(TrackingNumber number) {
        return answers().stream()
                .filter(tracking -> tracking.number().equals(number))
                .filter(tracking -> !LastKnownTracking.isNeverReported(tracking))
                .findFirst();
    }

    /** When the carrier reported it. */
    Instant lastKnownAt(TrackingNumber number) {
        return lost.getOrDefault(number, askedAt);
    }

    boolean isLost(TrackingNumber number) {
        return lost.containsKey(number);
    }

    /**
     * Returns this outcome for a shipment with these packages; it is due at once if it covers only some of them, as entries of
     * earlier versions of this service do.
     */
    CachedTracking coveringOnly(List<TrackingNumber> numbers) {
        boolean isComplete = !(outcome instanceof Answered)
                || answers().stream().map(Tracking::number).toList().containsAll(numbers);
        return isComplete ? this : new CachedTracking(outcome, askedAt, askedAt, lost);
    }

    boolean isFresh(Instant now) {
        return now.isBefore(freshUntil);
    }

    boolean isRefreshDue(Instant now) {
        return !now.isBefore(freshUntil.minus(lifetime().dividedBy(REFRESH_FRACTION)));
    }

    Duration lifetime() {
        return Duration.between(askedAt, freshUntil);
    }

    private List<Tracking> answers() {
        return outcome instanceof Answered<List<Tracking>>(var answers) ? answers : List.of();
    }
}
