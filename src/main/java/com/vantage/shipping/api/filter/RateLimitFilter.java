package com.vantage.shipping.api.filter;

import com.vantage.shipping.api.security.Caller;
import com.vantage.shipping.ratelimit.RateLimit;
import com.vantage.shipping.ratelimit.RateLimit.PermitDecision;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Enforces the rate limits of callers, after authentication and before the body is read. */
@ApplicationScoped
class RateLimitFilter {
    private final ClientRateLimiter limiter;
    private final Caller caller;

    RateLimitFilter(ClientRateLimiter limiter, Caller caller) {
        this.limiter = limiter;
        this.caller = caller;
    }

    @ServerRequestFilter
    Uni<Void> check(ContainerRequestContext request, RoutingContext context) {
        if (!limiter.isLimiting()
                || !RequestPriority.appliesTo(request.getUriInfo().getPath())) {
            return Uni.createFrom().voidItem();
        }
        RateLimit limit = limiter.limitOf(caller.client());
        return limiter.acquire(limit)
                .invoke(decision -> addHeaders(context, limit, decision))
                .invoke(decision -> ClientRateLimiter.requireGranted(limit, decision))
                .replaceWithVoid();
    }

    /** Sets the headers on the Vert.x response, so that problem responses have them too. */
    private static void addHeaders(RoutingContext context, RateLimit limit, PermitDecision decision) {
        context.response()
                .putHeader(RateLimitHeaders.POLICY, RateLimitHeaders.policy(limit.windows()))
                .putHeader(RateLimitHeaders.LIMIT, RateLimitHeaders.remaining(limit.windows(), decision));
    }
}
