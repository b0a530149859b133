package com.vantage.shipping.access;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request wants. Under overload what is cheapest to go without is refused first: a quote is asked again and costs
 * three carriers, a read costs at most one, and a purchase is what all the others are for.
 */
public enum Work {
    QUOTE(60, 1),
    READ(80, 2),
    PURCHASE(100, 4);

    private static final List<String> ROUTES = List.of("/api/v2/shipments", "/api/v2/services");

    private final int percent;
    private final int patience;

    Work(int percent, int patience) {
        this.percent = percent;
        this.patience = patience;
    }

    /** Whether there is work at this path: not at the API's documents. */
    public static boolean isAt(String path) {
        return ROUTES.stream().anyMatch(path::startsWith);
    }

    /** Whatever changes something counts as a purchase: cancelling too. */
    public static Optional<Work> of(String method, String path) {
        if (!isAt(path)) {
            return Optional.empty();
        }
        if (path.contains("/rate-quote")) {
            return Optional.of(QUOTE);
        }
        return Optional.of(method.equals("GET") || method.equals("HEAD") ? READ : PURCHASE);
    }

    /** Up to how many requests of all kinds one of this kind is let in: a part of the most, at least one. */
    int room(int most) {
        return Math.max(1, (int) ((long) most * percent / 100));
    }

    /** Up to which delay it is let in, by that for a quote. */
    Duration delay(Duration ofQuote) {
        return ofQuote.multipliedBy(patience);
    }

    /** As metrics say it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
