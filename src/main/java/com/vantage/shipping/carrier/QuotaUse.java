package com.vantage.shipping.carrier;

import com.vantage.shipping.ratelimit.Window;

/**
 * What was asked of a carrier in one window of our account's quota.
 *
 * @param window as settings write it: {@code 1s}
 * @param used calls in it
 * @param ofAll whether these are the calls of all replicas; while Redis is away they are this one's
 */
public record QuotaUse(long limit, String window, long used, boolean ofAll) {
    static QuotaUse of(Window window, long used, boolean ofAll) {
        return new QuotaUse(window.limit(), window.time(), used, ofAll);
    }

    public long left() {
        return Math.max(0, limit - used);
    }
}
