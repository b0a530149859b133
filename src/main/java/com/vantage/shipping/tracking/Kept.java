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
 * What became of a question about a shipment's packages, and until when that may be told again without asking anew.
 *
 * @param outcome if answered, what the carrier last told about each package
 * @param askedAt when the carrier was asked
 * @param lost the packages that the carrier does not find any more, with the time when it last told about them
 */
record Kept(Outcome<List<Tracking>> outcome, Instant askedAt, Instant freshUntil, Map<TrackingNumber, Instant> lost) {
    /** An answer in the last fifth of its life is renewed before anybody has to wait for a new one. */
    private static final int PARTS = 5;

    Kept {
        lost = Map.copyOf(lost);
    }

    Kept(Outcome<List<Tracking>> outcome, Instant askedAt, Instant freshUntil) {
        this(outcome, askedAt, freshUntil, Map.of());
    }

    /** What the carrier last told about a package; empty if it never told anything. */
    Optional<Tracking> told(TrackingNumber number) {
        return answers().stream()
                .filter(tracking -> tracking.number().equals(number))
                .filter(tracking -> !LastKnown.isUntold(tracking))
                .findFirst();
    }

    /** When the carrier told that. */
    Instant toldAt(TrackingNumber number) {
        return lost.getOrDefault(number, askedAt);
    }

    boolean isLost(TrackingNumber number) {
        return lost.containsKey(number);
    }

    /**
     * The same for a shipment with these packages: due at once if it is an answer about some of them only, as former versions
     * of this service have kept it.
     */
    Kept about(List<TrackingNumber> numbers) {
        boolean isWhole = !(outcome instanceof Answered)
                || answers().stream().map(Tracking::number).toList().containsAll(numbers);
        return isWhole ? this : new Kept(outcome, askedAt, askedAt, lost);
    }

    boolean isFresh(Instant now) {
        return now.isBefore(freshUntil);
    }

    boolean isDue(Instant now) {
        return !now.isBefore(freshUntil.minus(life().dividedBy(PARTS)));
    }

    Duration life() {
        return Duration.between(askedAt, freshUntil);
    }

    private List<Tracking> answers() {
        return outcome instanceof Answered<List<Tracking>>(var answers) ? answers : List.of();
    }
}
