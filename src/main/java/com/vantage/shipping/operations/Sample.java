package com.vantage.shipping.operations;

import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A value of a check.
 *
 * @param subject what the value is of, by label; empty if there is only one
 * @param value NaN if unknown
 * @param problem why the value is unknown; null if it is known, or if Prometheus itself has NaN
 */
record Sample(
        Map<String, String> subject, double value, @Nullable String problem) {
    Sample(Map<String, String> subject, double value) {
        this(subject, value, null);
    }

    static Sample unknown(Map<String, String> subject, String problem) {
        return new Sample(subject, Double.NaN, problem);
    }

    /** The values of the labels in the order of the labels, for example {@code ups quote}. */
    String title() {
        return subject.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(" "));
    }
}
