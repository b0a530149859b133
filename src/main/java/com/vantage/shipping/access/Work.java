package com.vantage.shipping.access;

/** What a request wants, by what it costs to refuse it. */
public enum Work {
    ;

    private static final String ROUTES = "/api/v2/shipments";

    /** Whether there is work at this path: not at the API's documents. */
    public static boolean isAt(String path) {
        return path.startsWith(ROUTES);
    }
}
