package com.vantage.shipping.carrier;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The result of a call to a carrier. Only the resilience layer creates {@link Failed} and {@link NotAsked}. */
public sealed interface Outcome<T> {

    /**
     * The code used in metrics, traces and logs: {@code answered}, {@code declined}, else the failure's or reason's
     * code.
     */
    default String code() {
        return switch (this) {
            case Answered<T> answered -> "answered";
            case Declined<T> declined -> "declined";
            case Failed<T> failed -> failed.failure().code();
            case NotAsked<T> notAsked -> notAsked.reason().code();
        };
    }

    /** Whether the carrier does not know the shipment or parcel. */
    default boolean isNotFound() {
        return this instanceof Declined<T> declined && declined.refusal() == Refusal.NOT_FOUND;
    }

    /** Transforms the value of an answer. */
    default <R> Outcome<R> map(Function<T, R> transform) {
        return switch (this) {
            case Answered<T>(var value) -> new Answered<>(transform.apply(value));
            case Declined<T>(var refusal, var code, var reason) -> new Declined<>(refusal, code, reason);
            case Failed<T>(var failure, var detail, var retryAfter) -> new Failed<>(failure, detail, retryAfter);
            case NotAsked<T>(var reason, var retryAfter) -> new NotAsked<>(reason, retryAfter);
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
    record NotAsked<T>(Reason reason, Duration retryAfter) implements Outcome<T> {}

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

    /**
     * Why there is no usable answer. Codes are public and keep their values; JSON names are those in Redis, which replicas of
     * earlier versions read.
     */
    enum Failure {
        TIMED_OUT("timed_out"),
        UNREACHABLE("unreachable"),
        BROKEN("broken"),
        UNREADABLE("unreadable"),
        @JsonProperty("REFUSED_US")
        CREDENTIALS_REJECTED("refused_us"),
        @JsonProperty("THROTTLED_US")
        RATE_LIMITED("throttled_us"),
        /** A bug of this service; the carrier was not called. */
        INTERNAL_ERROR("internal_error");

        private final String code;

        Failure(String code) {
            this.code = code;
        }

        /** The code in responses and metrics. */
        public String code() {
            return code;
        }

        /** Whether the same call may succeed a little later. */
        public boolean isTransient() {
            return this != CREDENTIALS_REJECTED && this != INTERNAL_ERROR;
        }

        /**
         * Whether the carrier has certainly not done what it was asked: it rejected our credentials or rate limits us, or was not
         * called.
         */
        public boolean isCertainlyWithoutEffect() {
            return switch (this) {
                case CREDENTIALS_REJECTED, RATE_LIMITED, INTERNAL_ERROR -> true;
                case TIMED_OUT, UNREACHABLE, BROKEN, UNREADABLE -> false;
            };
        }
    }

    /** Why a call was not sent. Codes and JSON names are fixed, as for {@link Failure}. */
    enum Reason {
        CIRCUIT_OPEN("circuit_open", "circuit open after consecutive failures"),
        @JsonProperty("QUOTA_SPENT")
        QUOTA_EXHAUSTED("quota_spent", "our account's request quota at the carrier is used up"),
        /** The carrier answered 429. Callers see the same code as for a used-up quota. */
        @JsonProperty("THROTTLED")
        RATE_LIMITED(
                "quota_spent", "the carrier rate limits our account (HTTP 429 or similar) and the pause is not over");

        private final String code;
        private final String description;

        Reason(String code, String description) {
            this.code = code;
            this.description = description;
        }

        public String description() {
            return description;
        }

        /** The code in responses and metrics. */
        public String code() {
            return code;
        }
    }

    /**
     * Converts the result of an adapter's call: {@link CarrierDeclinedException} becomes {@link Declined}; other failures
     * remain.
     */
    static <T> Uni<Answer<T>> toAnswer(Uni<T> call) {
        return call.onItem()
                .ifNull()
                .failWith(() -> new CarrierUnavailableException(Failure.UNREADABLE, "an empty answer"))
                .<Answer<T>>map(Answered::new)
                .onFailure(CarrierDeclinedException.class)
                .recoverWithItem(CarrierDeclinedException::asOutcome);
    }
}
