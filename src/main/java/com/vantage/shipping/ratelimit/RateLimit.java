package com.vantage.shipping.ratelimit;

import java.time.Duration;
import java.util.List;

/**
 * A named limit.
 *
 * @param name for example {@code carrier:ups}
 * @param windows windows that must all have room
 */
public record RateLimit(String name, List<RateLimitWindow> windows) {
    public RateLimit {
        windows = List.copyOf(windows);
    }

    /**
     * A request for permission to make calls.
     *
     * @param calls number of calls
     * @param usablePercent part of each window that these calls may use, from 1 to 100; the rest is reserved for others
     */
    public record PermitRequest(RateLimit limit, long calls, int usablePercent) {
        /** Returns a request for no calls, which reports the usage only. */
        public PermitRequest withoutCalls() {
            return new PermitRequest(limit, 0, usablePercent);
        }
    }

    /**
     * The decision on a request.
     *
     * @param retryAfter zero if granted and counted; else the time until there may be room
     * @param isSuspended whether {@link RateLimiter#suspend} is in effect; never with a zero delay
     * @param used calls in each window by all replicas, including this request
     */
    public record PermitDecision(Duration retryAfter, boolean isSuspended, List<Long> used) {
        public boolean isGranted() {
            return retryAfter.isZero();
        }
    }
}
