package com.vantage.shipping.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a simulated carrier can be asked for, each with a fault of its own. */
public enum Operation {
    TOKEN,
    QUOTE,
    BUY,
    FIND,
    CANCEL,
    TRACK;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Operation of(String word) {
        return Arrays.stream(values())
                .filter(operation -> operation.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no operation " + word + "; there are "
                        + Arrays.stream(values()).map(Operation::word).collect(Collectors.joining(", "))
                        + " and all"));
    }
}
