package com.vantage.shipping;

import com.vantage.shipping.problem.EarlyProblem;
import com.vantage.shipping.problem.Problem;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;

/**
 * Leads to our pages for people, which are files: that of the OpenAPI document, Swagger UI in a frame of our own that fits a
 * phone, and that of the carriers' health. Neither has a script within it, so that a content security policy may forbid these.
 */
@ApplicationScoped
class Pages {
    private static final List<String> PATHS = List.of("/api/v2/docs", "/api/v2/carriers");
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final EarlyProblem problems;

    Pages(EarlyProblem problems) {
        this.problems = problems;
    }

    void register(@Observes Router router) {
        PATHS.forEach(path -> router.route(path).handler(context -> lead(context, path)));
    }

    /** A page names its files, and what it asks, relative to its folder. */
    private void lead(RoutingContext context, String path) {
        if (!READING.contains(context.request().method())) {
            context.request().resume();
            context.response().putHeader("Allow", "GET, HEAD");
            problems.send(context, Problem.METHOD_NOT_ALLOWED.because("a page can only be read"));
        } else if (context.normalizedPath().equals(path)) {
            context.redirect(path + "/");
        } else {
            context.next();
        }
    }
}
