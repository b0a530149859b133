package com.vantage.shipping.carrier;

import com.vantage.shipping.ratelimit.RateLimitWindow;

/**
 * Usage of one window of our account's quota at a carrier.
 *
 * @param window length as in the settings: {@code 1s}
 * @param used calls in this window
 * @param ofAllReplicas whether the count covers all replicas; while Redis is unavailable it covers this one only
 */
public record QuotaUsage(long limit, String window, long used, boolean ofAllReplicas) {
    static QuotaUsage of(RateLimitWindow window, long used, boolean ofAll) {
        return new QuotaUsage(window.limit(), window.time(), used, ofAll);
    }

    public long remaining() {
        return Math.max(0, limit - used);
    }
}
