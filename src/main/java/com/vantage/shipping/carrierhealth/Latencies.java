package com.vantage.shipping.carrierhealth;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;

/**
 * Latencies counted in buckets from 1 ms to a minute, each a tenth wider than the one before: a percentile is told within
 * 5 %, and counts of several replicas can be added.
 */
final class Latencies {
    private static final double GROWTH = 1.1;
    private static final int LAST = bucketOf(60_000);

    private Latencies() {}

    static int bucket(Duration latency) {
        return Math.min(LAST, bucketOf(latency.toNanos() / 1e6));
    }

    /**
     * The latency in milliseconds that this part of the calls did not exceed.
     *
     * @param calls by bucket, at least one
     * @param part between 0 and 1: 0.99
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
        throw new IllegalArgumentException("no calls, no percentile");
    }

    private static int bucketOf(double millis) {
        return millis <= 1 ? 0 : (int) Math.ceil(Math.log(millis) / Math.log(GROWTH));
    }

    private static long middle(int bucket) {
        return Math.max(1, Math.round(Math.pow(GROWTH, bucket - 0.5)));
    }
}
