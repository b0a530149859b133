package com.vantage.shipping.carrier.resilience;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The state of a circuit breaker.
 *
 * @param since start of this state
 * @param why the failure that opened it, while it is not closed
 * @param failures current count of consecutive failures
 * @param nextTrialAt start of trial calls, while it is open
 */
public record CircuitStatus(
        State state,
        Instant since,
        @Nullable String why,
        int failures,
        @Nullable Instant nextTrialAt) {

    CircuitStatus withFailures(int count) {
        return new CircuitStatus(state, since, why, count, nextTrialAt);
    }

    /** Which calls are admitted: all, none, or a few trials. */
    public enum State {
        CLOSED,
        OPEN,
        HALF_OPEN;

        /** The code in responses and metrics: {@code half_open}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
