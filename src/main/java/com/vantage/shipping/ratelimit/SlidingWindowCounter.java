package com.vantage.shipping.ratelimit;

import java.util.Arrays;

/** Sliding window count of this replica's calls, in steps, like {@code take.lua} for all replicas. Not thread-safe. */
final class SlidingWindowCounter {
    private final long[] counts = new long[RateLimitWindow.COUNTED_STEPS];
    private final long stepMillis;
    private long newest;

    SlidingWindowCounter(RateLimitWindow window) {
        this.stepMillis = window.stepMillis();
    }

    /** @return 0 if the window has room for these calls now, else the milliseconds until it has */
    long millisUntilRoom(long now, long calls, long limit) {
        advance(now);
        long excess = total() + Math.min(calls, limit) - limit;
        for (int age = counts.length - 1; excess > 0; age--) {
            long step = newest - age;
            excess -= at(step);
            if (excess <= 0) {
                return (step + counts.length) * stepMillis - now;
            }
        }
        return 0;
    }

    void add(long now, long calls) {
        advance(now);
        counts[index(newest)] += calls;
    }

    long used(long now) {
        advance(now);
        return total();
    }

    private void advance(long now) {
        long step = now / stepMillis;
        if (step - newest >= counts.length) {
            Arrays.fill(counts, 0);
            newest = step;
        }
        while (newest < step) {
            newest++;
            counts[index(newest)] = 0;
        }
    }

    private long total() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    private long at(long step) {
        return counts[index(step)];
    }

    private int index(long step) {
        return Math.floorMod(step, counts.length);
    }
}
