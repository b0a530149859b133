package com.vantage.shipping.access;

import java.util.Map;

/** A request's body has fields that its operation does not know. */
public final class UnknownFieldsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> details;

    UnknownFieldsException(Map<String, String> details) {
        super("unknown fields", null, false, false);
        this.details = Map.copyOf(details);
    }

    /** By JSON pointer, what is wrong and what is expected. */
    public Map<String, String> details() {
        return details;
    }
}
