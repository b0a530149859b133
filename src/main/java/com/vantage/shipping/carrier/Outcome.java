package com.vantage.shipping.carrier;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The result of a call to a carrier. Only the resilience layer creates {@link Failed} and {@link ShortCircuited}. */
public sealed interface Outcome<T> {

    /**
     * The code used in metrics, traces and logs: {@code answered}, {@code declined}, else the failure's or reason's
     * code.
     */
    default String word() {
        return switch (this) {
            case Answered<T> answered -> "answered";
            case Declined<T> declined -> "declined";
            case Failed<T> failed -> failed.failure().word();
            case ShortCircuited<T> notAsked -> notAsked.reason().word();
        };
    }

    /** Whether the carrier does not know the shipment or parcel. */
    default boolean isNotFound() {
        return this instanceof Declined<T> declined && declined.refusal() == Refusal.NOT_FOUND;
    }

    /** Transforms the value of an answer. */
    default <R> Outcome<R> map(Function<T, R> change) {
        return switch (this) {
            case Answered<T>(var value) -> new Answered<>(change.apply(value));
            case Declined<T>(var refusal, var code, var reason) -> new Declined<>(refusal, code, reason);
            case Failed<T>(var failure, var detail, var retryAfter) -> new Failed<>(failure, detail, retryAfter);
            case ShortCircuited<T>(var reason, var retryAfter) -> new ShortCircuited<>(reason, retryAfter);
        };
    }

    /** The outcomes that an adapter can produce. */
    sealed interface Answer<T> extends Outcome<T> {}

    record Answered<T>(T value) implements Answer<T> {}

    /** A refusal with the carrier's own code and message, such as "no service to this ZIP". The carrier is healthy. */
    record Declined<T>(Refusal refusal, String code, String reason) implements Answer<T> {}

    /** The carrier gave no usable answer. */
    record Failed<T>(
            Failure failure, String detail, @Nullable Duration retryAfter) implements Outcome<T> {}

    /** The call was not sent. */
    record ShortCircuited<T>(Reason reason, Duration retryAfter) implements Outcome<T> {}

    /** Kinds of refusals that are handled differently. */
    enum Refusal {
        INVALID_REQUEST,
        INVALID_ADDRESS,
        OVER_LIMIT,
        NO_SERVICE,
        NOT_FOUND,
        CONFLICT,
        ACCOUNT,
        FUNDS
    }

    enum Failure {
        TIMED_OUT,
        UNREACHABLE,
        BROKEN,
        UNREADABLE,
        REFUSED_US,
        THROTTLED_US,
        /** A bug of this service; the carrier was not called. */
        INTERNAL_ERROR;

        /** The code in responses and metrics: {@code timed_out}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether the same call may succeed a little later. */
        public boolean passing() {
            return this != REFUSED_US && this != INTERNAL_ERROR;
        }
    }

    enum Reason {
        CIRCUIT_OPEN("circuit_open", "circuit open after consecutive failures"),
        QUOTA_SPENT("quota_spent", "our account's request quota at the carrier is used up"),
        /** The carrier answered 429. Callers see the same code as for a used-up quota. */
        THROTTLED("quota_spent", "the carrier rate limits our account (HTTP 429 or similar) and the pause is not over");

        private final String word;
        private final String sentence;

        Reason(String word, String sentence) {
            this.word = word;
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }

        /** The code in responses and metrics. */
        public String word() {
            return word;
        }
    }

    /**
     * Converts the result of an adapter's call: {@link CarrierDeclinedException} becomes {@link Declined}; other failures
     * remain.
     */
    static <T> Uni<Answer<T>> answerOf(Uni<T> call) {
        return call.onItem()
                .ifNull()
                .failWith(() -> new CarrierUnavailableException(Failure.UNREADABLE, "an empty answer"))
                .<Answer<T>>map(Answered::new)
                .onFailure(CarrierDeclinedException.class)
                .recoverWithItem(CarrierDeclinedException::asOutcome);
    }
}
