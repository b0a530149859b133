package com.vantage.shipping.drill;

import java.util.Map;

/**
 * How a call of a load ended.
 *
 * @param second of the timeline at which it was due
 * @param status of HTTP, 0 if there was none
 * @param milliseconds that its caller waited
 * @param carriers of a quote, the status of each
 * @param failure what was wrong; else empty
 */
record Answer(
        Call.Kind kind, double second, int status, double milliseconds, Map<String, String> carriers, String failure) {

    boolean isQuote() {
        return kind == Call.Kind.QUOTE;
    }

    boolean isOk() {
        return status == 200;
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
