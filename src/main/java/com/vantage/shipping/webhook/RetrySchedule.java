package com.vantage.shipping.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** When failed deliveries are sent again: with delays that double up to a limit, and jitter. */
@ApplicationScoped
class RetrySchedule {
    /** Beyond this the delay has reached every sensible limit. */
    private static final int MAX_DOUBLINGS = 30;

    /** Up to this part of the delay is added or subtracted, so that what failed together does not return together. */
    private static final double JITTER = 0.2;

    private final WebhookConfig config;

    RetrySchedule(WebhookConfig config) {
        this.config = config;
    }

    /** @param failures number of failed attempts, at least 1 */
    Duration delay(int failures) {
        Duration delay = config.firstRetryDelay().multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        Duration limited = delay.compareTo(config.maxRetryDelay()) < 0 ? delay : config.maxRetryDelay();
        double factor = ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER);
        return Duration.ofMillis((long) (limited.toMillis() * factor));
    }

    /** Whether what has failed for so long is given up. */
    boolean isExhausted(Duration failing) {
        return failing.compareTo(config.retryTimeout()) >= 0;
    }
}
