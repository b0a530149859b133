package com.vantage.shipping.drill;

import com.vantage.shipping.drill.Call.Kind;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Retry policy of callers. */
interface RetryPolicy {
    /** No retries. */
    RetryPolicy NONE = (answer, elapsed) -> Optional.empty();

    /**
     * Purchases and reads are retried as documented in the API; safe requests are also retried after a broken
     * connection, as a load balancer does.
     */
    RetryPolicy DOCUMENTED = RetryPolicy::documentedDelay;

    /** Total time limit of a caller. */
    Duration MAX_ELAPSED = Duration.ofMinutes(2);

    /** Upper limit of Retry-After, so that the drill does not wait longer than the service needs. */
    Duration MAX_DELAY = Duration.ofSeconds(5);

    /**
     * The pause before the next attempt, at the next replica.
     *
     * @param elapsed so far
     * @return empty to accept the answer
     */
    Optional<Duration> delay(Answer answer, Duration elapsed);

    private static Optional<Duration> documentedDelay(Answer answer, Duration elapsed) {
        if (elapsed.compareTo(MAX_ELAPSED) > 0 || !isRetryable(answer)) {
            return Optional.empty();
        }
        // Short, but long enough to avoid a busy loop on dead replicas
        Duration retryAfter = Objects.requireNonNullElse(answer.retryAfter(), Duration.ofMillis(100));
        return Optional.of(retryAfter.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : retryAfter);
    }

    private static boolean isRetryable(Answer answer) {
        return switch (answer.status()) {
            case 0 -> true;
            case 409, 502, 503 -> !answer.is(Kind.QUOTE);
            default -> false;
        };
    }
}
