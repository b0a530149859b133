package com.vantage.shipping.api.filter;

import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.problem.ProblemWriter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/**
 * Rejects malformed or too long request targets, and headers that are too large, with a problem. The framework's own limits
 * are wider; beyond them it responds without a body.
 */
@ApplicationScoped
class HeaderSizeFilter {
    private static final int MAX_URI_LENGTH = 4 * 1024;
    private static final int MAX_HEADERS_SIZE = 20 * 1024;
    /** Colon, space, CR and LF. */
    private static final int HEADER_OVERHEAD = 4;

    private final ProblemWriter problems;

    HeaderSizeFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FilterOrder.HEADER_SIZE.priority());
    }

    private void check(RoutingContext context) {
        if (context.request().uri().length() > MAX_URI_LENGTH) {
            reject(
                    context,
                    ProblemType.URI_TOO_LONG.withDetail(
                            "path and query must be at most " + MAX_URI_LENGTH + " characters"));
        } else if (size(context.request()) > MAX_HEADERS_SIZE) {
            reject(
                    context,
                    ProblemType.HEADERS_TOO_LARGE.withDetail(
                            "headers must be at most " + MAX_HEADERS_SIZE / 1024 + " KiB"));
        } else if (!isUri(context.request().uri())) {
            reject(
                    context,
                    ProblemType.INVALID_REQUEST.withDetail("path and query must be encoded as a URI (RFC 3986)"));
        } else {
            context.next();
        }
    }

    private static boolean isUri(String text) {
        try {
            return new URI(text).getRawFragment() == null;
        } catch (URISyntaxException none) {
            return false;
        }
    }

    private static int size(HttpServerRequest request) {
        int size = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            size += header.getKey().length() + header.getValue().length() + HEADER_OVERHEAD;
        }
        return size;
    }

    /** Discards the body, so that the connection can be reused. */
    private void reject(RoutingContext context, ProblemException problem) {
        context.request().resume();
        problems.send(context, problem);
    }
}
