package com.vantage.shipping.access;

import java.util.Collections;
import java.util.SortedMap;

/** A request's body has fields that its operation does not know. */
public final class UnknownFieldsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SortedMap<String, String> details;

    UnknownFieldsException(SortedMap<String, String> details) {
        super("unknown fields", null, false, false);
        this.details = Collections.unmodifiableSortedMap(details);
    }

    /** By JSON pointer, what is wrong and what is expected. */
    public SortedMap<String, String> details() {
        return details;
    }
}
