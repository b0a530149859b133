package com.vantage.shipping.api;

import com.vantage.shipping.api.filter.FilterOrder;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.problem.ProblemWriter;
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
 * Redirects to the HTML pages and makes them read-only: Swagger UI in a page of ours that fits phones, the carriers' health,
 * and the problems. They have no inline scripts, so that the content security policy can forbid those.
 */
@ApplicationScoped
class PageRoutes {
    private static final String DOCUMENTS = "/api/v2/docs/";

    /** The slash is required because pages link relative to their folder. */
    private static final Map<String, String> REDIRECTS = Map.of(
            "/", DOCUMENTS,
            "/api/v2", DOCUMENTS,
            "/api/v2/", DOCUMENTS,
            "/api/v2/docs", DOCUMENTS,
            "/api/v2/carriers", "/api/v2/carriers/");

    /** These paths and those below are read-only, except for operations. */
    private static final Set<String> READ_ONLY = Set.of(
            "/api/v2/docs",
            "/api/v2/carriers",
            "/api/v2/openapi",
            "/api/v2/openapi.json",
            "/api/v2/openapi.yaml",
            "/api/v2/openapi.yml",
            "/problems");

    private static final List<String> READ_METHODS = List.of("GET", "HEAD");
    private final DeployedRoutes routes;
    private final ProblemWriter problems;

    PageRoutes(DeployedRoutes routes, ProblemWriter problems) {
        this.routes = routes;
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::requireReadMethod, FilterOrder.PAGES.priority());
    }

    void register(@Observes Router router) {
        REDIRECTS.keySet().forEach(path -> router.route(path).handler(PageRoutes::redirect));
    }

    private void requireReadMethod(RoutingContext context) {
        String method = context.request().method().name();
        if (READ_METHODS.contains(method) || !isPage(context) || isPreflightOfTheDocument(context)) {
            context.next();
        } else {
            context.request().resume();
            problems.send(context, ProblemType.methodNotAllowed(method, READ_METHODS));
        }
    }

    private boolean isPage(RoutingContext context) {
        String path = context.normalizedPath();
        boolean isReadOnly = REDIRECTS.containsKey(path)
                || READ_ONLY.stream().anyMatch(page -> path.equals(page) || path.startsWith(page + "/"));
        return isReadOnly && routes.methodsAt(path).isEmpty();
    }

    /** The framework answers CORS preflights for the OpenAPI document, which all origins may read. */
    private static boolean isPreflightOfTheDocument(RoutingContext context) {
        return context.request().method().equals(HttpMethod.OPTIONS)
                && context.normalizedPath().startsWith("/api/v2/openapi");
    }

    /** A route matches with and without a trailing slash, and one of the two may be the page itself. */
    private static void redirect(RoutingContext context) {
        String target = REDIRECTS.get(context.normalizedPath());
        if (target == null) {
            context.next();
        } else {
            context.redirect(target);
        }
    }
}
