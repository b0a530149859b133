package com.vantage.shipping.tracking;

import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.model.Tracking;
import java.time.Duration;
import java.time.Instant;

/**
 * What became of a question about a parcel, and until when that may be told again without asking anew.
 *
 * @param askedAt when the carrier said so
 */
record Kept(Outcome<Tracking> outcome, Instant askedAt, Instant freshUntil) {
    /** An answer in the last fifth of its life is renewed before anybody has to wait for a new one. */
    private static final int PARTS = 5;

    boolean isFresh(Instant now) {
        return now.isBefore(freshUntil);
    }

    boolean isDue(Instant now) {
        return !now.isBefore(freshUntil.minus(life().dividedBy(PARTS)));
    }

    Duration life() {
        return Duration.between(askedAt, freshUntil);
    }
}
