package com.vantage.shipping.carrier;

import org.jboss.logging.MDC;

/** The caller's request id, which goes into every log line and to the carriers, so that one id finds it all. */
public final class Correlation {
    /** The key in the logging context. */
    public static final String KEY = "request_id";

    private Correlation() {}

    /** The id of the request under way, cut to what the carrier takes; {@code -} outside of any. */
    public static String id(int longest) {
        Object id = MDC.get(KEY);
        String text = id == null ? "-" : id.toString();
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
