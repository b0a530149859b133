package com.vantage.shipping.carrier.health;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;

/**
 * Latency histogram with buckets from 1 ms to one minute, each 10% wider than the previous: percentiles are accurate to
 * 5%, and histograms of replicas can be added.
 */
final class LatencyHistogram {
    private static final double BUCKET_GROWTH = 1.1;
    private static final int LAST_BUCKET = bucketOf(60_000);

    private LatencyHistogram() {}

    static int bucket(Duration latency) {
        return Math.min(LAST_BUCKET, bucketOf(latency.toNanos() / 1e6));
    }

    /**
     * The latency in milliseconds that this share of the calls did not exceed.
     *
     * @param calls by bucket, at least one
     * @param fraction from 0 to 1: 0.99
     */
    static long percentile(SortedMap<Integer, Long> calls, double fraction) {
        long total = calls.values().stream().mapToLong(Long::longValue).sum();
        long rank = Math.max(1, (long) Math.ceil(total * fraction));
        long cumulative = 0;
        for (Map.Entry<Integer, Long> bucket : calls.entrySet()) {
            cumulative += bucket.getValue();
            if (cumulative >= rank) {
                return midpoint(bucket.getKey());
            }
        }
        throw new IllegalArgumentException("at least one call is required");
    }

    private static int bucketOf(double millis) {
        return millis <= 1 ? 0 : (int) Math.ceil(Math.log(millis) / Math.log(BUCKET_GROWTH));
    }

    private static long midpoint(int bucket) {
        return Math.max(1, Math.round(Math.pow(BUCKET_GROWTH, bucket - 0.5)));
    }
}
