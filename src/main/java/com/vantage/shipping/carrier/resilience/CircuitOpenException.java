package com.vantage.shipping.carrier.resilience;

import java.time.Duration;

/** A call that was rejected by an open circuit. */
public final class CircuitOpenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    CircuitOpenException(Duration retryAfter) {
        super("circuit open", null, false, false);
        this.retryAfter = retryAfter;
    }

    /** The time until calls are admitted again; one second while trials are in flight. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
