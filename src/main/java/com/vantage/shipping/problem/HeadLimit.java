package com.vantage.shipping.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Refuses paths and queries that are none, and such and headers that are too long, with a problem. The framework, whose own bounds are wider, would
 * answer with nothing, and before any code of ours.
 */
@ApplicationScoped
class HeadLimit {
    private static final int AFTER_THE_REQUEST_HAS_ITS_ID = 990;
    private static final int LONGEST_URI = 4 * 1024;
    private static final int LARGEST_HEADERS = 20 * 1024;
    /** Colon, blank and the end of the line. */
    private static final int AROUND_A_HEADER = 4;

    private final EarlyProblem problems;

    HeadLimit(EarlyProblem problems) {
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, AFTER_THE_REQUEST_HAS_ITS_ID);
    }

    private void check(RoutingContext context) {
        if (context.request().uri().length() > LONGEST_URI) {
            refuse(context, Problem.URI_TOO_LONG.because("path and query have at most " + LONGEST_URI + " characters"));
        } else if (size(context.request()) > LARGEST_HEADERS) {
            refuse(
                    context,
                    Problem.HEADERS_TOO_LARGE.because("headers have at most " + LARGEST_HEADERS / 1024 + " KiB"));
        } else if (!isUri(context.request().uri())) {
            refuse(context, Problem.INVALID_REQUEST.because("path and query must be encoded as a URI (RFC 3986)"));
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
        return request.headers().entries().stream()
                .mapToInt(header -> header.getKey().length() + header.getValue().length() + AROUND_A_HEADER)
                .sum();
    }

    /** What comes of the body is thrown away, so that the connection stays of use. */
    private void refuse(RoutingContext context, ProblemException problem) {
        context.request().resume();
        problems.send(context, problem);
    }
}
