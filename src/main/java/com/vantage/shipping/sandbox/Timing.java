package com.vantage.shipping.sandbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a carrier takes: lognormal, by the median and the 99th percentile that were measured of the real one. */
public record Timing(Duration p50, Duration p99) {
    /** The 99th percentile of the standard normal distribution. */
    private static final double Z99 = 2.3263478740408408;

    /** Answers at once, for tests. */
    public static final Timing NONE = new Timing(Duration.ZERO, Duration.ZERO);

    public static Timing ofMillis(long p50, long p99) {
        return new Timing(Duration.ofMillis(p50), Duration.ofMillis(p99));
    }

    Duration draw(RandomGenerator random) {
        if (p50.isZero()) {
            return Duration.ZERO;
        }
        double spread = Math.log((double) p99.toNanos() / p50.toNanos()) / Z99;
        return Duration.ofNanos((long) (p50.toNanos() * Math.exp(spread * random.nextGaussian())));
    }
}
