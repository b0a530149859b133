package com.vantage.shipping.drill;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a call of a load ended.
 *
 * @param second of the timeline at which it was due
 * @param status of HTTP, 0 if there was none
 * @param milliseconds that its caller waited
 * @param carriers of a quote, the status of each
 * @param failure what was wrong; else empty
 * @param retryAfter after which the caller is asked to come again; null if he is not
 * @param bought what a purchase says that it bought; else null
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

    /** The shipment and the number on its label. */
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

    /** The same, as it looks to a caller who has waited since then. */
    Answer waitedFor(double since, double milliseconds) {
        return new Answer(call, since, status, milliseconds, carriers, failure, retryAfter, bought);
    }

    boolean isFailure() {
        return status == 0 || status >= 500;
    }

    boolean says(String carrier, String word) {
        return word.equals(carriers.get(carrier));
    }

    boolean isComplete() {
        return isOk() && carriers.values().stream().allMatch("answered"::equals);
    }
}
