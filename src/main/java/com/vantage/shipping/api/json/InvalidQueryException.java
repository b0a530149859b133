package com.vantage.shipping.api.json;

/** A request has an unknown or invalid query parameter. The message is for the caller. */
public final class InvalidQueryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidQueryException(String detail) {
        super(detail, null, false, false);
    }
}
