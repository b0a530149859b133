package com.vantage.shipping.sandbox;

import com.github.tomakehurst.wiremock.common.Metadata;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Operations of a simulated carrier, each with its own faults. */
public enum Operation {
    TOKEN,
    QUOTE,
    VALIDATE,
    BUY,
    FIND,
    CANCEL,
    MANIFEST,
    PICKUP,
    TRACK;

    /** Key in the metadata of stubs. */
    static final String METADATA = "operation";

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The operation of a stub. */
    static Operation of(Metadata stub) {
        return of(stub.getString(METADATA));
    }

    static Operation of(String code) {
        return Arrays.stream(values())
                .filter(operation -> operation.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown operation " + code + "; expected one of "
                        + Arrays.stream(values()).map(Operation::code).collect(Collectors.joining(", "))
                        + ", all"));
    }
}
