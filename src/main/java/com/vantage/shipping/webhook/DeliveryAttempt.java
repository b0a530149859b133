package com.vantage.shipping.webhook;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of sending a delivery once.
 *
 * @param status status of the answer; null if there was none
 * @param error why it failed, for the endpoint's client; null if it succeeded
 */
record DeliveryAttempt(
        Outcome outcome, @Nullable Integer status, @Nullable String error, Duration duration) {
    private static final int GONE = 410;

    /** Kinds of outcomes, for metrics. */
    enum Outcome {
        /** Answered with a 2xx. */
        DELIVERED,
        /** Answered with another status. */
        REJECTED,
        TIMED_OUT,
        /** No connection, or it was lost. */
        UNREACHABLE,
        /** The host has no public address. */
        FORBIDDEN;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static DeliveryAttempt answered(int status, Duration duration) {
        return status >= 200 && status < 300
                ? new DeliveryAttempt(Outcome.DELIVERED, status, null, duration)
                : new DeliveryAttempt(
                        Outcome.REJECTED, status, "the endpoint answered with status " + status, duration);
    }

    static DeliveryAttempt failed(Outcome outcome, String error, Duration duration) {
        return new DeliveryAttempt(outcome, null, error, duration);
    }

    boolean isSuccess() {
        return outcome == Outcome.DELIVERED;
    }

    /** Whether the endpoint asks for no further deliveries. */
    boolean isGone() {
        return status != null && status == GONE;
    }
}
