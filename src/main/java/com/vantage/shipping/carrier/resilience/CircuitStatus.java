package com.vantage.shipping.carrier.resilience;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker as people see it.
 *
 * @param since when it came into this state
 * @param why the failure that opened it, while it is not closed
 * @param failures consecutive failures up to now
 * @param nextTrialAt from when on calls are let through as trials, while it is open
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

    /** Whether calls are let through: all of them, none, or a few trials. */
    public enum State {
        CLOSED,
        OPEN,
        HALF_OPEN;

        /** As callers and metrics read it: {@code half_open}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
