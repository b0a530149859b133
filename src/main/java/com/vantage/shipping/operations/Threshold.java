package com.vantage.shipping.operations;

import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The values from which a check warns or fails. */
record Threshold(Comparison comparison, OptionalDouble warn, OptionalDouble fail) {
    /** Comparisons with the symbols of PromQL. */
    enum Comparison {
        ABOVE(">"),
        AT_LEAST(">="),
        BELOW("<"),
        EQUAL("==");

        private final String symbol;

        Comparison(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }

        private boolean holds(double value, double limit) {
            return switch (this) {
                case ABOVE -> value > limit;
                case AT_LEAST -> value >= limit;
                case BELOW -> value < limit;
                case EQUAL -> value == limit;
            };
        }

        private boolean isWorstHigh() {
            return switch (this) {
                case ABOVE, AT_LEAST -> true;
                case BELOW, EQUAL -> false;
            };
        }
    }

    static Threshold warn(Comparison comparison, double limit) {
        return new Threshold(comparison, OptionalDouble.of(limit), OptionalDouble.empty());
    }

    static Threshold fail(Comparison comparison, double limit) {
        return new Threshold(comparison, OptionalDouble.empty(), OptionalDouble.of(limit));
    }

    static Threshold of(Comparison comparison, double warn, double fail) {
        return new Threshold(comparison, OptionalDouble.of(warn), OptionalDouble.of(fail));
    }

    /** NaN is what Prometheus has if there is nothing to calculate with. */
    Status judge(double value) {
        if (Double.isNaN(value)) {
            return Status.UNKNOWN;
        }
        if (isReached(fail, value)) {
            return Status.FAIL;
        }
        return isReached(warn, value) ? Status.WARN : Status.OK;
    }

    private boolean isReached(OptionalDouble limit, double value) {
        return limit.isPresent() && comparison.holds(value, limit.getAsDouble());
    }

    /** Orders values from worst to best. */
    Comparator<Double> worstFirst() {
        return comparison.isWorstHigh() ? Comparator.reverseOrder() : Comparator.naturalOrder();
    }

    /** For example {@code warn > 70 %, fail > 90 %}. */
    String describe(DoubleFunction<String> format) {
        return Stream.of(describe("warn", warn, format), describe("fail", fail, format))
                .flatMap(part -> part)
                .collect(Collectors.joining(", "));
    }

    private Stream<String> describe(String status, OptionalDouble limit, DoubleFunction<String> format) {
        return limit.stream().mapToObj(value -> status + " " + comparison.symbol() + " " + format.apply(value));
    }
}
