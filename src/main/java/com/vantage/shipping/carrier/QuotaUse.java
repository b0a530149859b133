package com.vantage.shipping.carrier;

import com.vantage.shipping.ratelimit.Window;

/**
 * What was asked of a carrier in one window of our account's quota.
 *
 * @param window as settings write it: {@code 1s}
 * @param used calls in it, by all replicas
 */
public record QuotaUse(long limit, String window, long used) {
    static QuotaUse of(Window window, long used) {
        return new QuotaUse(window.limit(), window.time(), used);
    }

    public long left() {
        return Math.max(0, limit - used);
    }
}
