package com.vantage.shipping.carrier.health;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;

/**
 * Latency histogram with buckets from 1 ms to one minute, each 10% wider than the previous: percentiles are accurate to
 * 5%, and histograms of replicas can be added.
 */
final class LatencyHistogram {
    private static final double GROWTH = 1.1;
    private static final int LAST = bucketOf(60_000);

    private LatencyHistogram() {}

    static int bucket(Duration latency) {
        return Math.min(LAST, bucketOf(latency.toNanos() / 1e6));
    }

    /**
     * The latency in milliseconds that this share of the calls did not exceed.
     *
     * @param calls by bucket, at least one
     * @param part from 0 to 1: 0.99
     */
    static long percentile(SortedMap<Integer, Long> calls, double part) {
        long all = calls.values().stream().mapToLong(Long::longValue).sum();
        long wanted = Math.max(1, (long) Math.ceil(all * part));
        long passed = 0;
        for (Map.Entry<Integer, Long> bucket : calls.entrySet()) {
            passed += bucket.getValue();
            if (passed >= wanted) {
                return middle(bucket.getKey());
            }
        }
        throw new IllegalArgumentException("at least one call is required");
    }

    private static int bucketOf(double millis) {
        return millis <= 1 ? 0 : (int) Math.ceil(Math.log(millis) / Math.log(GROWTH));
    }

    private static long middle(int bucket) {
        return Math.max(1, Math.round(Math.pow(GROWTH, bucket - 0.5)));
    }
}
