package com.vantage.shipping.operations;

/** Prometheus cannot be asked. The message says why, in one line. */
final class CannotAskException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotAskException(String message) {
        super(message);
    }

    CannotAskException(String message, Throwable cause) {
        super(message, cause);
    }
}
