package com.vantage.shipping.sandbox;

import com.github.tomakehurst.wiremock.common.Metadata;
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

    /** Its name in the metadata of stubs. */
    static final String METADATA = "operation";

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that a stub is for. */
    static Operation of(Metadata stub) {
        return of(stub.getString(METADATA));
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
