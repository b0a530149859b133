package com.vantage.shipping.ratelimit;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** So many calls in any stretch of time of this length: {@code 100/1s}, {@code 60/1h}. */
public record Window(long limit, Duration length) {
    /** A window is counted in so many steps; calls leave it a whole step at a time. */
    static final int STEPS = 40;

    /**
     * How many steps back calls still count. Four more than the window has: of the oldest one only a part lies inside, and
     * the others keep calls apart that reach the carrier a little sooner or later than they were counted, by up to 75 ms of a
     * second. Costs one call in twelve.
     */
    static final int COUNTED_STEPS = STEPS + 4;

    private static final Pattern FORM = Pattern.compile("\\s*(\\d{1,9})\\s*/\\s*(\\d{0,5})\\s*(ms|s|m|h|d)\\s*");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    public Window {
        if (limit <= 0 || length.toMillis() < STEPS) {
            throw new IllegalArgumentException("expected a limit of 1 or more in " + STEPS + "ms or longer");
        }
    }

    /** As settings write it. */
    public static Window parse(CharSequence text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("expected limits such as 100/1s,60/1h");
        }
        Duration unit = UNITS.getOrDefault(parts.group(3), Duration.ZERO);
        long units = parts.group(2).isEmpty() ? 1 : Long.parseLong(parts.group(2));
        return new Window(Long.parseLong(parts.group(1)), unit.multipliedBy(units));
    }

    /** What one of so many replicas may use when they cannot count together. */
    Window share(int replicas) {
        return limit >= replicas ? new Window(limit / replicas, length) : new Window(1, length.multipliedBy(replicas));
    }

    /** What remains when a part is kept for others: at least one call. */
    long usable(int percent) {
        return Math.max(1, limit * percent / 100);
    }

    /** How long a call counts. */
    long countedMillis() {
        return stepMillis() * COUNTED_STEPS;
    }

    long stepMillis() {
        return length.toMillis() / STEPS;
    }

    /** {@code 100/1s}. */
    @Override
    public String toString() {
        return limit + "/" + time();
    }

    /** {@code 1s}. */
    public String time() {
        return length.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
