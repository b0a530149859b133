package com.vantage.shipping.ratelimit;

import java.time.Duration;
import java.util.List;

/**
 * What is limited.
 *
 * @param name of the thing: {@code carrier:ups}
 * @param windows that must all have room
 */
public record RateLimit(String name, List<Window> windows) {
    public RateLimit {
        windows = List.copyOf(windows);
    }

    /**
     * A wish to do it.
     *
     * @param calls how often
     * @param percent of each window that this wish may use; the rest is kept for others
     */
    public record Wish(RateLimit limit, long calls, int percent) {
        /** Only to hear what is used. */
        public Wish forNothing() {
            return new Wish(limit, 0, percent);
        }
    }

    /**
     * The answer to a wish.
     *
     * @param delay zero if it may be done now, and then it is counted; else how long until there may be room
     * @param isClosed whether {@link RateLimiter#close} still holds; never with a zero delay
     * @param used of each window, by all replicas, this wish included
     */
    public record Verdict(Duration delay, boolean isClosed, List<Long> used) {
        public boolean granted() {
            return delay.isZero();
        }
    }
}
