package com.vantage.shipping.api;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Security and cache headers of every response, errors included, but of none of the Dev UI. */
public final class SecurityHeaders {
    private static final String DOCUMENTS = "/api/v2/docs";
    private static final String PROBLEMS = "/problems";
    private static final String CARRIERS = "/api/v2/carriers";

    /** Data below the path of its page. */
    private static final String HEALTH = CARRIERS + "/health";

    /** Dev UI of Quarkus, in dev mode only. */
    private static final String TOOLS = "/q/";

    private static final String PAGE = "default-src 'self'; img-src 'self' data:; style-src 'self'; base-uri 'none'; "
            + "form-action 'none'; object-src 'none'; frame-ancestors 'none'";
    private static final String DATA = "default-src 'none'; frame-ancestors 'none'";

    /** One year, the minimum for browsers' preload lists. */
    private static final String HSTS = "max-age=31536000";

    private SecurityHeaders() {}

    /** Adds the headers that fit the request's path. */
    public static void addTo(RoutingContext context) {
        // The raw path, which may not be decodable
        String path = String.valueOf(context.request().path());
        if (!path.startsWith(TOOLS)) {
            add(context.request(), context.response(), path);
        }
    }

    private static void add(HttpServerRequest request, HttpServerResponse response, String path) {
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("Referrer-Policy", "no-referrer");
        if (isOfAPage(path) && !mayRedirect(path)) {
            response.putHeader("Content-Security-Policy", PAGE);
            // Revalidated on each use, because files of two versions do not fit together
            response.putHeader("Cache-Control", "no-cache");
        } else {
            response.putHeader("Content-Security-Policy", DATA);
            response.putHeader("Cache-Control", "no-store");
        }
        if (request.isSSL()) {
            response.putHeader("Strict-Transport-Security", HSTS);
        }
    }

    private static boolean isOfAPage(String path) {
        return path.startsWith(DOCUMENTS)
                || path.startsWith(PROBLEMS)
                || (path.startsWith(CARRIERS) && !path.startsWith(HEALTH));
    }

    private static boolean mayRedirect(String path) {
        return path.contains("..") || path.contains("%");
    }
}
