package com.vantage.shipping.access;

import com.vantage.shipping.ratelimit.RateLimit.Verdict;
import com.vantage.shipping.ratelimit.Window;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a client hears about its limit, in the words of draft-ietf-httpapi-ratelimit-headers-11. */
final class LimitHeaders {
    /** Every window, with its quota and length. */
    static final String POLICY = "RateLimit-Policy";

    /** What is left of the window that will be used up first. */
    static final String LEFT = "RateLimit";

    private static final Map<Duration, String> NAMES = Map.of(
            Duration.ofSeconds(1), "second",
            Duration.ofMinutes(1), "minute",
            Duration.ofHours(1), "hour",
            Duration.ofDays(1), "day");

    private LimitHeaders() {}

    private record Left(Window window, long requests) {}

    /** {@code "second";q=200;w=1, "minute";q=6000;w=60}. */
    static String policy(List<Window> windows) {
        return windows.stream()
                .map(window -> name(window) + ";q=" + window.limit() + ";w=" + seconds(window.length()))
                .collect(Collectors.joining(", "));
    }

    /**
     * {@code "minute";r=17;t=60}: so much may be asked within so many seconds; of a window that slides, within all of it.
     * Nothing for one who is refused, also where a replica has only its share to give.
     */
    static String left(List<Window> windows, Verdict verdict) {
        Left least = IntStream.range(0, windows.size())
                .mapToObj(i -> new Left(
                        windows.get(i), windows.get(i).limit() - verdict.used().get(i)))
                .min(Comparator.comparing(Left::requests)
                        .thenComparing(left -> left.window().length(), Comparator.reverseOrder()))
                .orElseThrow();
        return verdict.granted()
                ? field(
                        least.window(),
                        Math.max(0, least.requests()),
                        least.window().length())
                : field(least.window(), 0, verdict.delay());
    }

    private static String field(Window window, long requests, Duration time) {
        return name(window) + ";r=" + requests + ";t=" + seconds(time);
    }

    private static String name(Window window) {
        String length = window.length().toString().substring("PT".length()).toLowerCase(Locale.ROOT);
        return '"' + NAMES.getOrDefault(window.length(), length) + '"';
    }

    /** Whole ones, rounded up: the fields know no parts. */
    private static long seconds(Duration time) {
        return time.plusMillis(999).toSeconds();
    }
}
