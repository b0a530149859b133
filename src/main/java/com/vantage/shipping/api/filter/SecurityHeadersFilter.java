package com.vantage.shipping.api.filter;

import com.vantage.shipping.api.SecurityHeaders;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/** Adds {@link SecurityHeaders} to every response that passes the filters. */
final class SecurityHeadersFilter {
    static void register(@Observes Filters filters) {
        filters.register(SecurityHeadersFilter::add, FilterOrder.SECURITY_HEADERS.priority());
    }

    private static void add(RoutingContext context) {
        SecurityHeaders.addTo(context);
        context.next();
    }
}
