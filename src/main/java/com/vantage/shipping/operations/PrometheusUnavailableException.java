package com.vantage.shipping.operations;

/** Prometheus cannot be asked. The message says why, in one line. */
final class PrometheusUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PrometheusUnavailableException(String message) {
        super(message);
    }

    PrometheusUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
