package com.vantage.shipping.api.filter;

import com.vantage.shipping.ratelimit.RateLimit.PermitDecision;
import com.vantage.shipping.ratelimit.RateLimitWindow;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Formats the rate limit headers of draft-ietf-httpapi-ratelimit-headers-11. */
final class RateLimitHeaders {
    /** Lists every window with its quota and length. */
    static final String POLICY = "RateLimit-Policy";

    /** Describes the window with the fewest remaining requests. */
    static final String LIMIT = "RateLimit";

    private static final Map<Duration, String> NAMES = Map.of(
            Duration.ofSeconds(1), "second",
            Duration.ofMinutes(1), "minute",
            Duration.ofHours(1), "hour",
            Duration.ofDays(1), "day");

    private RateLimitHeaders() {}

    private record Remaining(RateLimitWindow window, long requests) {}

    /** For example {@code "second";q=200;w=1, "minute";q=6000;w=60}. */
    static String policy(List<RateLimitWindow> windows) {
        return windows.stream()
                .map(window -> name(window) + ";q=" + window.limit() + ";w=" + seconds(window.length()))
                .collect(Collectors.joining(", "));
    }

    /**
     * For example {@code "minute";r=17;t=60}: 17 requests remain for the next 60 seconds. Windows slide, so that {@code t} is
     * the window's length; after a rejection, {@code r} is 0 and {@code t} is the delay until the next request is accepted.
     */
    static String remaining(List<RateLimitWindow> windows, PermitDecision decision) {
        Remaining least = IntStream.range(0, windows.size())
                .mapToObj(i -> new Remaining(
                        windows.get(i), windows.get(i).limit() - decision.used().get(i)))
                .min(Comparator.comparing(Remaining::requests)
                        .thenComparing(remaining -> remaining.window().length(), Comparator.reverseOrder()))
                .orElseThrow();
        return decision.isGranted()
                ? field(
                        least.window(),
                        Math.max(0, least.requests()),
                        least.window().length())
                : field(least.window(), 0, decision.retryAfter());
    }

    private static String field(RateLimitWindow window, long requests, Duration duration) {
        return name(window) + ";r=" + requests + ";t=" + seconds(duration);
    }

    private static String name(RateLimitWindow window) {
        String length = window.length().toString().substring("PT".length()).toLowerCase(Locale.ROOT);
        return '"' + NAMES.getOrDefault(window.length(), length) + '"';
    }

    /** Whole seconds, rounded up. */
    private static long seconds(Duration duration) {
        return duration.plusMillis(999).toSeconds();
    }
}
