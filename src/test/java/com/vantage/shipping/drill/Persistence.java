package com.vantage.shipping.drill;

import com.vantage.shipping.drill.Call.Kind;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Retry policy of callers. */
interface Persistence {
    /** No retries. */
    Persistence NONE = (answer, waited) -> Optional.empty();

    /**
     * Purchases and reads are retried as documented in the API; safe requests are also retried after a broken
     * connection, as a load balancer does.
     */
    Persistence AS_DOCUMENTED = Persistence::pauseAsDocumented;

    /** Total time limit of a caller. */
    Duration LONGEST = Duration.ofMinutes(2);

    /** Upper limit of Retry-After, so that the drill does not wait longer than the service needs. */
    Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /**
     * The pause before the next attempt, at the next replica.
     *
     * @param waited so far
     * @return empty to accept the answer
     */
    Optional<Duration> pause(Answer answer, Duration waited);

    private static Optional<Duration> pauseAsDocumented(Answer answer, Duration waited) {
        if (waited.compareTo(LONGEST) > 0 || !isToBeRepeated(answer)) {
            return Optional.empty();
        }
        // Short, but long enough to avoid a busy loop on dead replicas
        Duration told = Objects.requireNonNullElse(answer.retryAfter(), Duration.ofMillis(100));
        return Optional.of(told.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : told);
    }

    private static boolean isToBeRepeated(Answer answer) {
        return switch (answer.status()) {
            case 0 -> true;
            case 409, 502, 503 -> !answer.is(Kind.QUOTE);
            default -> false;
        };
    }
}
