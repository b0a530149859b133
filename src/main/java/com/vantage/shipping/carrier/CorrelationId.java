package com.vantage.shipping.carrier;

import org.jboss.logging.MDC;

/** The caller's request id, added to every log line and sent to the carriers. */
public final class CorrelationId {
    /** MDC key. */
    public static final String KEY = "request_id";

    private CorrelationId() {}

    /**
     * The current request id, truncated to the carrier's limit; {@code -} outside of a request.
     *
     * @param maxLength characters
     */
    public static String current(int maxLength) {
        Object id = MDC.get(KEY);
        String text = id == null ? "-" : id.toString();
        return text.length() <= maxLength ? text : text.substring(0, maxLength);
    }
}
