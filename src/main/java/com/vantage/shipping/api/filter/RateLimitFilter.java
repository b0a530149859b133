package com.vantage.shipping.api.filter;

import com.vantage.shipping.api.Sha256;
import com.vantage.shipping.api.security.Caller;
import com.vantage.shipping.ratelimit.RateLimit;
import com.vantage.shipping.ratelimit.RateLimit.PermitDecision;
import com.vantage.shipping.ratelimit.RateLimit.PermitRequest;
import com.vantage.shipping.ratelimit.RateLimiter;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.HexFormat;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Enforces the rate limits of callers, after authentication and before the body is read. */
@ApplicationScoped
class RateLimitFilter {
    private static final int FULL_PERCENT = 100;

    private final ClientRateLimitConfig config;
    private final RateLimiter limiter;
    private final Caller caller;

    RateLimitFilter(ClientRateLimitConfig config, RateLimiter limiter, Caller caller) {
        this.config = config;
        this.limiter = limiter;
        this.caller = caller;
    }

    @ServerRequestFilter
    Uni<Void> check(ContainerRequestContext request, RoutingContext context) {
        if (!config.limited() || !RequestPriority.appliesTo(request.getUriInfo().getPath())) {
            return Uni.createFrom().voidItem();
        }
        RateLimit limit = limit(caller.client());
        return limiter.acquire(List.of(new PermitRequest(limit, 1, FULL_PERCENT)))
                .map(List::getFirst)
                .invoke(decision -> addHeaders(context, limit, decision))
                .invoke(decision -> requireGranted(limit, decision))
                .replaceWithVoid();
    }

    private RateLimit limit(String client) {
        return new RateLimit("caller:" + digest(client), config.limitOf(client));
    }

    /** Sets the headers on the Vert.x response, so that problem responses have them too. */
    private static void addHeaders(RoutingContext context, RateLimit limit, PermitDecision decision) {
        context.response()
                .putHeader(RateLimitHeaders.POLICY, RateLimitHeaders.policy(limit.windows()))
                .putHeader(RateLimitHeaders.LIMIT, RateLimitHeaders.remaining(limit.windows(), decision));
    }

    private static void requireGranted(RateLimit limit, PermitDecision decision) {
        if (!decision.isGranted()) {
            throw new RateLimitExceededException(limit.windows(), decision.retryAfter());
        }
    }

    /** Client names have arbitrary characters and lengths; keys must not. */
    private static String digest(String client) {
        return HexFormat.of().formatHex(Sha256.digest(client), 0, 16);
    }
}
