package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.Outcome.Reason;
import java.time.Duration;

/** A call that was not let through to the carrier. Never leaves the wall. */
final class NotAsked extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final Duration retryAfter;

    NotAsked(Reason reason, Duration retryAfter) {
        super(reason.sentence(), null, false, false);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    <T> Outcome<T> asOutcome() {
        return new Outcome.ShortCircuited<>(reason, retryAfter);
    }
}
