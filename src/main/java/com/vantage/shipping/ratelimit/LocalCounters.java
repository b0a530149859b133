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
    private static final int MOST_KEPT = 20_000;

    private final Map<String, SlidingWindowCounter> counts = new HashMap<>();
    private final Map<String, Long> closedUntil = new HashMap<>();

    /** @param which selects the windows to check */
    synchronized long millisUntilRoom(PermitRequest wish, Predicate<Window> which, int replicas, long now) {
        return wish.limit().windows().stream()
                .filter(which)
                .mapToLong(window -> millisUntilRoom(wish, window, replicas, now))
                .max()
                .orElse(0);
    }

    synchronized void count(PermitRequest wish, int replicas, long now) {
        for (Window window : wish.limit().windows()) {
            count(wish.limit(), window).add(now, wish.calls());
            if (isLonger(window.share(replicas), window)) {
                count(wish.limit(), window.share(replicas)).add(now, wish.calls());
            }
        }
    }

    synchronized void suspend(RateLimit limit, long until) {
        closedUntil.merge(limit.name(), until, Math::max);
    }

    /** Grants and counts the calls if this replica's share has room for them. */
    synchronized PermitDecision take(PermitRequest wish, int replicas, long now) {
        long closed = closedUntil.getOrDefault(wish.limit().name(), 0L) - now;
        long wait = Math.max(closed, millisUntilRoom(wish, window -> true, replicas, now));
        if (wait <= 0) {
            count(wish, replicas, now);
        }
        List<Long> used = wish.limit().windows().stream()
                .map(window -> count(wish.limit(), window).used(now))
                .toList();
        return new PermitDecision(Duration.ofMillis(Math.max(0, wait)), closed > 0, used);
    }

    private long millisUntilRoom(PermitRequest wish, Window window, int replicas, long now) {
        Window share = window.share(replicas);
        SlidingWindowCounter count = count(wish.limit(), isLonger(share, window) ? share : window);
        return count.millisUntilRoom(now, wish.calls(), share.usable(wish.usablePercent()));
    }

    /** A share of less than one call per window is one call in a longer window. */
    private static boolean isLonger(Window share, Window window) {
        return share.length().compareTo(window.length()) > 0;
    }

    private SlidingWindowCounter count(RateLimit limit, Window window) {
        if (counts.size() > MOST_KEPT) {
            counts.clear();
            closedUntil.clear();
        }
        return counts.computeIfAbsent(limit.name() + " " + window.length(), name -> new SlidingWindowCounter(window));
    }
}
