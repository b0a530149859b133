package com.vantage.shipping;

import com.vantage.shipping.access.Routes;
import com.vantage.shipping.problem.EarlyProblem;
import com.vantage.shipping.problem.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Leads to our pages for people: that of the OpenAPI document, Swagger UI in a frame of our own that fits a phone, that of the
 * carriers' health, and those of the problems. None has a script within it, so that a content security policy may forbid these.
 */
@ApplicationScoped
class Pages {
    private static final String DOCUMENTS = "/api/v2/docs/";

    /** A page names its files, and what it asks, relative to its folder. */
    private static final Map<String, String> REDIRECTS = Map.of(
            "/", DOCUMENTS,
            "/api/v2", DOCUMENTS,
            "/api/v2/", DOCUMENTS,
            "/api/v2/docs", DOCUMENTS,
            "/api/v2/carriers", "/api/v2/carriers/");

    /** These paths, and what is below them, can only be read, unless an operation is there. */
    private static final Set<String> READ_ONLY = Set.of(
            "/api/v2/docs",
            "/api/v2/carriers",
            "/api/v2/openapi",
            "/api/v2/openapi.json",
            "/api/v2/openapi.yaml",
            "/api/v2/openapi.yml",
            "/problems");

    private static final List<String> READING = List.of("GET", "HEAD");
    private static final int BEFORE_THE_FRAMEWORKS_PAGES = 880;

    private final Routes routes;
    private final EarlyProblem problems;

    Pages(Routes routes, EarlyProblem problems) {
        this.routes = routes;
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::requireReading, BEFORE_THE_FRAMEWORKS_PAGES);
    }

    void register(@Observes Router router) {
        REDIRECTS.keySet().forEach(path -> router.route(path).handler(Pages::lead));
    }

    private void requireReading(RoutingContext context) {
        String method = context.request().method().name();
        if (READING.contains(method) || !isPage(context) || isPreflightOfTheDocument(context)) {
            context.next();
        } else {
            context.request().resume();
            problems.send(context, Problem.methodNotAllowed(method, READING));
        }
    }

    private boolean isPage(RoutingContext context) {
        String path = context.normalizedPath();
        boolean isReadOnly = REDIRECTS.containsKey(path)
                || READ_ONLY.stream().anyMatch(page -> path.equals(page) || path.startsWith(page + "/"));
        return isReadOnly && routes.methodsAt(path).isEmpty();
    }

    /** The framework lets pages of all origins read the OpenAPI document. */
    private static boolean isPreflightOfTheDocument(RoutingContext context) {
        return context.request().method().equals(HttpMethod.OPTIONS)
                && context.normalizedPath().startsWith("/api/v2/openapi");
    }

    /** Of the two paths that a route stands for, with and without a slash, one may be the page itself. */
    private static void lead(RoutingContext context) {
        String target = REDIRECTS.get(context.normalizedPath());
        if (target == null) {
            context.next();
        } else {
            context.redirect(target);
        }
    }
}
