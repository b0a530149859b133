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
    private static final Duration MAX_AGE = Duration.ofHours(1);

    private final Set<String> origins;
    private final CorsHandler handler;

    CorsFilter(TransportConfig config) {
        origins = config.origins().orElse(Set.of()).stream().map(String::strip).collect(Collectors.toSet());
        handler = CorsHandler.create()
                .addOrigins(List.copyOf(origins))
                .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST))
                .allowedHeaders(Set.of("Authorization", "Content-Type", "Idempotency-Key", "X-Request-ID"))
                .exposedHeaders(Set.of(
                        "Content-Disposition",
                        "Data-Source",
                        "Idempotent-Replay",
                        "Location",
                        "RateLimit",
                        "RateLimit-Policy",
                        "Retry-After",
                        "WWW-Authenticate",
                        "X-Cache",
                        "X-Request-ID"))
                .maxAgeSeconds((int) MAX_AGE.toSeconds());
    }

    void register(@Observes Filters filters) {
        if (!origins.isEmpty()) {
            filters.register(this::answerCors, FilterOrder.CORS.priority());
        }
    }

    private void answerCors(RoutingContext context) {
        context.response().putHeader("Vary", "Origin");
        String origin = context.request().getHeader("Origin");
        if (origin != null && origins.contains(origin)) {
            handler.handle(context);
        } else {
            context.next();
        }
    }
}
