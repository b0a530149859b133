package com.vantage.shipping.drill;

import com.vantage.shipping.drill.Call.Kind;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What callers do about an answer that is not the last word. */
interface Persistence {
    /** They take what they get. */
    Persistence NONE = (answer, waited) -> Optional.empty();

    /**
     * Purchases and reads go on as the API tells their callers; of anything that is safe to repeat, a balancer makes
     * another try elsewhere when a connection breaks.
     */
    Persistence AS_DOCUMENTED = Persistence::pauseAsDocumented;

    /** Nobody waits for more than this. */
    Duration LONGEST = Duration.ofMinutes(2);

    /** Who is told a longer time comes earlier all the same: the drill shall not wait more than the service needs. */
    Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /**
     * How long the caller pauses before asking the next replica.
     *
     * @param waited until now
     * @return empty if there is nothing more to ask
     */
    Optional<Duration> pause(Answer answer, Duration waited);

    private static Optional<Duration> pauseAsDocumented(Answer answer, Duration waited) {
        if (waited.compareTo(LONGEST) > 0 || !isToBeRepeated(answer)) {
            return Optional.empty();
        }
        // Too short to matter, and long enough that dead replicas are not asked without end
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
