package com.vantage.shipping.ratelimit;

import com.vantage.shipping.ratelimit.RateLimit.PermitDecision;
import com.vantage.shipping.ratelimit.RateLimit.PermitRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Counts the calls of this replica and enforces its share of each limit. */
final class LocalCounters {
    /** Bounds the memory for limits of callers that never return. */
    private static final int MAX_COUNTERS = 20_000;

    private final Map<String, SlidingWindowCounter> counters = new HashMap<>();
    private final Map<String, Long> suspendedUntil = new HashMap<>();

    /** @param filter selects the windows to check */
    synchronized long millisUntilRoom(
            PermitRequest request, Predicate<RateLimitWindow> filter, int replicas, long now) {
        return request.limit().windows().stream()
                .filter(filter)
                .mapToLong(window -> millisUntilRoom(request, window, replicas, now))
                .max()
                .orElse(0);
    }

    synchronized void count(PermitRequest request, int replicas, long now) {
        for (RateLimitWindow window : request.limit().windows()) {
            count(request.limit(), window).add(now, request.calls());
            if (isLonger(window.shareOf(replicas), window)) {
                count(request.limit(), window.shareOf(replicas)).add(now, request.calls());
            }
        }
    }

    synchronized void suspend(RateLimit limit, long until) {
        suspendedUntil.merge(limit.name(), until, Math::max);
    }

    /** Grants and counts the calls if this replica's share has room for them. */
    synchronized PermitDecision acquire(PermitRequest request, int replicas, long now) {
        long suspension = suspendedUntil.getOrDefault(request.limit().name(), 0L) - now;
        long wait = Math.max(suspension, millisUntilRoom(request, window -> true, replicas, now));
        if (wait <= 0) {
            count(request, replicas, now);
        }
        List<Long> used = request.limit().windows().stream()
                .map(window -> count(request.limit(), window).used(now))
                .toList();
        return new PermitDecision(Duration.ofMillis(Math.max(0, wait)), suspension > 0, used);
    }

    private long millisUntilRoom(PermitRequest request, RateLimitWindow window, int replicas, long now) {
        RateLimitWindow share = window.shareOf(replicas);
        SlidingWindowCounter count = count(request.limit(), isLonger(share, window) ? share : window);
        return count.millisUntilRoom(now, request.calls(), share.usableLimit(request.usablePercent()));
    }

    /** A share of less than one call per window is one call in a longer window. */
    private static boolean isLonger(RateLimitWindow share, RateLimitWindow window) {
        return share.length().compareTo(window.length()) > 0;
    }

    private SlidingWindowCounter count(RateLimit limit, RateLimitWindow window) {
        if (counters.size() > MAX_COUNTERS) {
            counters.clear();
            suspendedUntil.clear();
        }
        return counters.computeIfAbsent(limit.name() + " " + window.length(), name -> new SlidingWindowCounter(window));
    }
}
