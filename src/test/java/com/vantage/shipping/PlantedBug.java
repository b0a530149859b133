package com.vantage.shipping;

import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** A bug for tests: what the service does about one of its own. */
class PlantedBug {
    static final String HEADER = "X-Planted-Bug";

    /** After the caller's limit was told. */
    @ServerRequestFilter(priority = Priorities.USER + 1)
    void fail(ContainerRequestContext request) {
        if (request.getHeaderString(HEADER) != null) {
            throw new IllegalStateException("a bug planted by a test");
        }
    }
}
