package com.vantage.shipping.carrier.resilience;

import java.time.Duration;

/** A call that an open circuit did not let through. */
public final class CircuitOpenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration timeLeft;

    CircuitOpenException(Duration timeLeft) {
        super("circuit open", null, false, false);
        this.timeLeft = timeLeft;
    }

    /** How long until calls are let through again; a second while trials are under way. */
    public Duration timeLeft() {
        return timeLeft;
    }
}
