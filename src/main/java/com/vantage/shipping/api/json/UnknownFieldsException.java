package com.vantage.shipping.api.json;

import java.util.Collections;
import java.util.SortedMap;

/** A request body has unknown fields. */
public final class UnknownFieldsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SortedMap<String, String> details;

    UnknownFieldsException(SortedMap<String, String> details) {
        super("unknown fields", null, false, false);
        this.details = Collections.unmodifiableSortedMap(details);
    }

    /** Details for the caller, by JSON pointer. */
    public SortedMap<String, String> details() {
        return details;
    }
}
