package com.vantage.shipping.drill;

import java.util.Map;

/** Prints a table of promises and measurements. */
final class PromiseTable {
    private static final String ROW = "  %-66s %-38s %s%n";

    private int broken;

    void scenario(String title) {
        System.out.printf("%n%s%n", title);
    }

    void row(String promise, boolean isKept, String measured) {
        System.out.printf(ROW, promise, measured, isKept ? "kept" : "BROKEN");
        if (!isKept) {
            broken++;
        }
    }

    /** A measurement without a promise. */
    void measurement(String label, String measured) {
        System.out.printf(ROW, label, measured, "");
    }

    /** Counts of failures. */
    void failureCounts(Map<String, Long> failures) {
        failures.forEach((label, times) -> System.out.printf("      %d × %s%n", times, label));
    }

    int broken() {
        return broken;
    }
}
