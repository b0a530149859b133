package com.vantage.shipping.drill;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Result of a call of a load.
 *
 * @param second of the timeline at which it was due
 * @param status HTTP status, 0 without response
 * @param milliseconds that the caller waited
 * @param carriers of a quote, the status of each
 * @param failure error text; empty on success
 * @param retryAfter null without Retry-After
 * @param bought result of a purchase; else null
 */
record Answer(
        Call call,
        double second,
        int status,
        double milliseconds,
        Map<String, String> carriers,
        String failure,
        @Nullable Duration retryAfter,
        @Nullable Bought bought) {

    /** A shipment and its tracking number. */
    record Bought(String shipment, String trackingNumber) {}

    boolean is(Call.Kind kind) {
        return call.kind() == kind;
    }

    boolean isQuote() {
        return is(Call.Kind.QUOTE);
    }

    boolean isOk() {
        return status == 200 || status == 201;
    }

    /** The same answer as seen by a caller who has waited since then. */
    Answer withLatency(double second, double milliseconds) {
        return new Answer(call, second, status, milliseconds, carriers, failure, retryAfter, bought);
    }

    boolean isFailure() {
        return status == 0 || status >= 500;
    }

    boolean hasStatus(String carrier, String status) {
        return status.equals(carriers.get(carrier));
    }

    boolean isComplete() {
        return isOk() && carriers.values().stream().allMatch("answered"::equals);
    }
}
