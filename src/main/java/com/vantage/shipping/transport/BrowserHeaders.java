package com.vantage.shipping.transport;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/** What every answer tells browsers and caches, also if it is a refusal. */
final class BrowserHeaders {
    private static final int BEFORE_ANY_ANSWER = 998;

    private static final String DOCUMENTS = "/api/v2/docs";
    private static final String PROBLEMS = "/problems";
    private static final String CARRIERS = "/api/v2/carriers";

    /** Data beside the page that shows it. */
    private static final String HEALTH = CARRIERS + "/health";

    /** Of the framework, while developing only. */
    private static final String TOOLS = "/q/";

    private static final String PAGE = "default-src 'self'; img-src 'self' data:; style-src 'self'; base-uri 'none'; "
            + "form-action 'none'; object-src 'none'; frame-ancestors 'none'";
    private static final String DATA = "default-src 'none'; frame-ancestors 'none'";

    /** A year, as browsers' own lists want it at least. */
    private static final String ALWAYS_TLS = "max-age=31536000";

    static void register(@Observes Filters filters) {
        filters.register(BrowserHeaders::add, BEFORE_ANY_ANSWER);
    }

    private static void add(RoutingContext context) {
        // As it came: nobody has looked yet whether it can be decoded
        String path = String.valueOf(context.request().path());
        if (!path.startsWith(TOOLS)) {
            add(context.request(), context.response(), path);
        }
        context.next();
    }

    private static void add(HttpServerRequest request, HttpServerResponse response, String path) {
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("Referrer-Policy", "no-referrer");
        if (isOfAPage(path) && !mayLeadElsewhere(path)) {
            response.putHeader("Content-Security-Policy", PAGE);
            // Kept, but never used before we have said that it is still so: files of two versions do not fit together
            response.putHeader("Cache-Control", "no-cache");
        } else {
            response.putHeader("Content-Security-Policy", DATA);
            response.putHeader("Cache-Control", "no-store");
        }
        if (request.isSSL()) {
            response.putHeader("Strict-Transport-Security", ALWAYS_TLS);
        }
    }

    private static boolean isOfAPage(String path) {
        return path.startsWith(DOCUMENTS)
                || path.startsWith(PROBLEMS)
                || (path.startsWith(CARRIERS) && !path.startsWith(HEALTH));
    }

    private static boolean mayLeadElsewhere(String path) {
        return path.contains("..") || path.contains("%");
    }
}
