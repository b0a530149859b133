package com.vantage.shipping.ratelimit;

import java.time.Duration;
import java.util.List;

/**
 * A named limit.
 *
 * @param name for example {@code carrier:ups}
 * @param windows windows that must all have room
 */
public record RateLimit(String name, List<Window> windows) {
    public RateLimit {
        windows = List.copyOf(windows);
    }

    /**
     * A request for permission to make calls.
     *
     * @param calls number of calls
     * @param percent part of each window that these calls may use, from 1 to 100; the rest is reserved for others
     */
    public record Wish(RateLimit limit, long calls, int percent) {
        /** Returns a request for no calls, which reports the usage only. */
        public Wish forNothing() {
            return new Wish(limit, 0, percent);
        }
    }

    /**
     * The decision on a request.
     *
     * @param delay zero if granted and counted; else the time until there may be room
     * @param isClosed whether {@link RateLimiter#close} is in effect; never with a zero delay
     * @param used calls in each window by all replicas, including this request
     */
    public record Verdict(Duration delay, boolean isClosed, List<Long> used) {
        public boolean granted() {
            return delay.isZero();
        }
    }
}
