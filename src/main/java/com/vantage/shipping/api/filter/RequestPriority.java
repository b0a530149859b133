package com.vantage.shipping.api.filter;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Priority of a request under overload. Quotes and address validations are shed first, because they can be repeated and
 * call up to three carriers; then reads (GET and HEAD), which call at most one; purchases and other changes last.
 */
public enum RequestPriority {
    QUOTE(60, 1),
    READ(80, 2),
    PURCHASE(100, 4);

    private static final List<String> ROUTES = List.of(
            "/api/v2/shipments",
            "/api/v2/addresses",
            "/api/v2/services",
            "/api/v2/manifests",
            "/api/v2/pickups",
            "/api/v2/webhooks");

    private final int capacityPercent;
    private final int lagFactor;

    RequestPriority(int capacityPercent, int lagFactor) {
        this.capacityPercent = capacityPercent;
        this.lagFactor = lagFactor;
    }

    /** Whether the path is subject to limits: not the API's documents. */
    public static boolean appliesTo(String path) {
        return ROUTES.stream().anyMatch(path::startsWith);
    }

    /**
     * The priority of a request, if it is subject to limits. Everything that writes counts as a purchase, also a
     * cancellation.
     */
    public static Optional<RequestPriority> of(String method, String path) {
        if (!appliesTo(path)) {
            return Optional.empty();
        }
        if (path.contains("/rate-quote") || path.startsWith("/api/v2/addresses")) {
            return Optional.of(QUOTE);
        }
        return Optional.of(method.equals("GET") || method.equals("HEAD") ? READ : PURCHASE);
    }

    /** Number of requests in flight, of all kinds, up to which one of this kind is admitted; at least 1. */
    int capacity(int maxInFlight) {
        return Math.max(1, (int) ((long) maxInFlight * capacityPercent / 100));
    }

    /** Event loop lag up to which a request of this kind is admitted, given that of quotes. */
    Duration maxLag(Duration quoteLag) {
        return quoteLag.multipliedBy(lagFactor);
    }

    /** Value of the metric tag {@code work}, whose name is public. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
