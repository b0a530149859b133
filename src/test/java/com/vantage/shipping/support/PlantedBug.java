package com.vantage.shipping.support;

import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Throws an unexpected exception if a test requests it. */
public class PlantedBug {
    public static final String HEADER = "X-Planted-Bug";

    /** Runs after the rate limit headers are set. */
    @ServerRequestFilter(priority = Priorities.USER + 1)
    void failIfRequested(ContainerRequestContext request) {
        if (request.getHeaderString(HEADER) != null) {
            throw new IllegalStateException("a bug planted by a test");
        }
    }
}
