package com.vantage.shipping.api.filter;

import com.vantage.shipping.api.Sha256;
import com.vantage.shipping.ratelimit.RateLimit;
import com.vantage.shipping.ratelimit.RateLimit.PermitDecision;
import com.vantage.shipping.ratelimit.RateLimit.PermitRequest;
import com.vantage.shipping.ratelimit.RateLimiter;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.HexFormat;
import java.util.List;

/** Counts the requests of each client against its rate limit. */
@Singleton
class ClientRateLimiter {
    private static final int FULL_PERCENT = 100;

    private final ClientRateLimitConfig config;
    private final RateLimiter limiter;

    ClientRateLimiter(ClientRateLimitConfig config, RateLimiter limiter) {
        this.config = config;
        this.limiter = limiter;
    }

    boolean isLimiting() {
        return config.limited();
    }

    RateLimit limitOf(String client) {
        return new RateLimit("caller:" + digest(client), config.limitOf(client));
    }

    /** Counts one request, unless that exceeds the limit. */
    Uni<PermitDecision> acquire(RateLimit limit) {
        return limiter.acquire(List.of(new PermitRequest(limit, 1, FULL_PERCENT)))
                .map(List::getFirst);
    }

    /** Fails with the problem of a request that exceeds the limit. */
    static void requireGranted(RateLimit limit, PermitDecision decision) {
        if (!decision.isGranted()) {
            throw new RateLimitExceededException(limit.windows(), decision.retryAfter());
        }
    }

    /** Client names have arbitrary characters and lengths; keys must not. */
    private static String digest(String client) {
        return HexFormat.of().formatHex(Sha256.digest(client), 0, 16);
    }
}
