package com.vantage.shipping.carrier.resilience;

import java.time.Duration;

/** A call that was rejected by an open circuit. */
public final class CircuitOpenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration timeLeft;

    CircuitOpenException(Duration timeLeft) {
        super("circuit open", null, false, false);
        this.timeLeft = timeLeft;
    }

    /** The time until calls are admitted again; one second while trials are in flight. */
    public Duration timeLeft() {
        return timeLeft;
    }
}
