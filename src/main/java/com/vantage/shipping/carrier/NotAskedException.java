package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.Outcome.Reason;
import java.time.Duration;

/** A call that was not sent to the carrier. Does not leave the resilience layer. */
final class NotAskedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final Duration retryAfter;

    NotAskedException(Reason reason, Duration retryAfter) {
        super(reason.description(), null, false, false);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    <T> Outcome<T> asOutcome() {
        return new Outcome.NotAsked<>(reason, retryAfter);
    }
}
