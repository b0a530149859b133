package com.vantage.shipping.access;

/** A request's query has a parameter that its operation does not take. The message is for the caller. */
public final class InvalidQueryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidQueryException(String detail) {
        super(detail, null, false, false);
    }
}
