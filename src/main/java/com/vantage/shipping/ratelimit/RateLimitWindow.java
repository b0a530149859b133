package com.vantage.shipping.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A limit of calls in any period of this length, for example {@code 100/1s} or {@code 60/1h}. */
public record RateLimitWindow(long limit, Duration length) {
    /** Number of steps per window; calls expire one step at a time. */
    static final int STEPS = 40;

    /**
     * Number of steps for which calls count. Four more than the window has: the oldest step lies only partly inside, and the
     * others compensate for calls that reach the carrier sooner or later than they were counted, by up to 75 ms for a window of
     * one second. Costs one call in twelve.
     */
    static final int COUNTED_STEPS = STEPS + 4;

    private static final Pattern FORM = Pattern.compile("\\s*(\\d{1,9})\\s*/\\s*(\\d{0,5})\\s*(ms|s|m|h|d)\\s*");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    public RateLimitWindow {
        if (limit <= 0 || length.toMillis() < STEPS) {
            throw new IllegalArgumentException("expected a limit of 1 or more in " + STEPS + "ms or longer");
        }
    }

    /** Parses a setting such as {@code 100/1s}. */
    public static RateLimitWindow parse(CharSequence text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("expected limits such as 100/1s,60/1h");
        }
        Duration unit = UNITS.getOrDefault(parts.group(3), Duration.ZERO);
        long units = parts.group(2).isEmpty() ? 1 : Long.parseLong(parts.group(2));
        return new RateLimitWindow(Long.parseLong(parts.group(1)), unit.multipliedBy(units));
    }

    /** The share of one replica, enforced while Redis is unavailable. */
    RateLimitWindow shareOf(int replicas) {
        return limit >= replicas
                ? new RateLimitWindow(limit / replicas, length)
                : new RateLimitWindow(1, length.multipliedBy(replicas));
    }

    /** The given percentage of the limit, at least one call. */
    long usableLimit(int percent) {
        return Math.max(1, limit * percent / 100);
    }

    /** How long a call counts, in milliseconds. */
    long countedMillis() {
        return stepMillis() * COUNTED_STEPS;
    }

    long stepMillis() {
        return length.toMillis() / STEPS;
    }

    /** Formats the window as settings do: {@code 100/1s}. */
    @Override
    public String toString() {
        return limit + "/" + time();
    }

    /** The length as settings write it: {@code 1s}. Days are written in hours, as metrics have them. */
    public String time() {
        return UNITS.entrySet().stream()
                .filter(unit -> !unit.getKey().equals("d"))
                .filter(unit -> length.toMillis() % unit.getValue().toMillis() == 0)
                .max(Map.Entry.comparingByValue())
                .map(unit -> length.dividedBy(unit.getValue()) + unit.getKey())
                .orElseThrow();
    }
}
