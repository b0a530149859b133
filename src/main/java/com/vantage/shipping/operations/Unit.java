package com.vantage.shipping.operations;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Unit of a checked value. */
enum Unit {
    NUMBER,
    RATIO,
    SECONDS,
    /** 0 up, 1 degraded, 2 down. */
    CARRIER_STATUS;

    private static final List<String> CARRIER_STATUSES = List.of("up", "degraded", "down");
    private static final long TWO_MINUTES = Duration.ofMinutes(2).toSeconds();
    private static final long TWO_HOURS = Duration.ofHours(2).toSeconds();
    private static final long TWO_DAYS = Duration.ofDays(2).toSeconds();

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value for readers, for example {@code 1.2 s}. */
    String format(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "-" : "infinite";
        }
        return switch (this) {
            case NUMBER -> decimal(value);
            case RATIO -> decimal(value * 100) + " %";
            case SECONDS -> duration(value);
            case CARRIER_STATUS -> CARRIER_STATUSES.get((int) value);
        };
    }

    private static String duration(double seconds) {
        if (seconds >= TWO_DAYS) {
            return decimal(seconds / Duration.ofDays(1).toSeconds()) + " d";
        }
        if (seconds >= TWO_HOURS) {
            return decimal(seconds / Duration.ofHours(1).toSeconds()) + " h";
        }
        return seconds >= TWO_MINUTES
                ? decimal(seconds / Duration.ofMinutes(1).toSeconds()) + " min"
                : decimal(seconds) + " s";
    }

    /** At most two decimals, without trailing zeros. */
    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value).replaceFirst("\\.?0+$", "");
    }
}
