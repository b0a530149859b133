package com.vantage.shipping.api.filter;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sends CORS headers to the configured origins. Other origins get none, so that browsers withhold the response from their
 * scripts; requests are never rejected for their origin, because access is granted by tokens alone.
 */
@ApplicationScoped
class CorsFilter {
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Set<String> origins;
    private final CorsHandler allowing;

    CorsFilter(TransportConfig config) {
        origins = config.origins().orElse(Set.of()).stream().map(String::strip).collect(Collectors.toSet());
        allowing = CorsHandler.create()
                .addOrigins(List.copyOf(origins))
                .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST))
                .allowedHeaders(Set.of("Authorization", "Content-Type", "Idempotency-Key", "X-Request-ID"))
                .exposedHeaders(Set.of(
                        "Content-Disposition",
                        "Idempotent-Replay",
                        "Location",
                        "RateLimit",
                        "RateLimit-Policy",
                        "Retry-After",
                        "WWW-Authenticate",
                        "X-Cache",
                        "X-Request-ID"))
                .maxAgeSeconds((int) REMEMBERED.toSeconds());
    }

    void register(@Observes Filters filters) {
        if (!origins.isEmpty()) {
            filters.register(this::tell, FilterOrder.CORS.priority());
        }
    }

    private void tell(RoutingContext context) {
        context.response().putHeader("Vary", "Origin");
        String origin = context.request().getHeader("Origin");
        if (origin != null && origins.contains(origin)) {
            allowing.handle(context);
        } else {
            context.next();
        }
    }
}
