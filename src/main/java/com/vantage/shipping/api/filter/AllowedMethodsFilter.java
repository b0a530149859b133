package com.vantage.shipping.api.filter;

import com.vantage.shipping.api.DeployedRoutes;
import com.vantage.shipping.api.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.SortedSet;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Rejects methods that a path does not support, before the framework matches a resource: it would read {@code GET
 * /shipments/create} as a request for the shipment with the id {@code create}.
 */
@ApplicationScoped
class AllowedMethodsFilter {
    private final DeployedRoutes routes;

    AllowedMethodsFilter(DeployedRoutes routes) {
        this.routes = routes;
    }

    @ServerRequestFilter(preMatching = true)
    void check(ContainerRequestContext request) {
        String method = request.getMethod();
        SortedSet<String> allowed = routes.methodsAt(request.getUriInfo().getPath());
        boolean isSupported = allowed.isEmpty() || allowed.contains(method) || method.equals(HttpMethod.OPTIONS);
        if (!isSupported) {
            throw ProblemType.methodNotAllowed(method, allowed);
        }
    }
}
