package com.vantage.shipping.carrier;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What became of a question to a carrier. Only the wall can say {@link Failed} and {@link ShortCircuited}. */
public sealed interface Outcome<T> {

    /** As metrics, traces and the log say it: {@code answered}, {@code declined}, else the failure's or the reason's word. */
    default String word() {
        return switch (this) {
            case Answered<T> answered -> "answered";
            case Declined<T> declined -> "declined";
            case Failed<T> failed -> failed.failure().word();
            case ShortCircuited<T> notAsked -> notAsked.reason().word();
        };
    }

    /** Whether the carrier does not know what it was asked about. */
    default boolean isNotFound() {
        return this instanceof Declined<T> declined && declined.refusal() == Refusal.NOT_FOUND;
    }

    /** The same outcome, with another value where there is one. */
    default <R> Outcome<R> map(Function<T, R> change) {
        return switch (this) {
            case Answered<T>(var value) -> new Answered<>(change.apply(value));
            case Declined<T>(var refusal, var code, var reason) -> new Declined<>(refusal, code, reason);
            case Failed<T>(var failure, var detail, var retryAfter) -> new Failed<>(failure, detail, retryAfter);
            case ShortCircuited<T>(var reason, var retryAfter) -> new ShortCircuited<>(reason, retryAfter);
        };
    }

    /** All that an adapter can say. */
    sealed interface Answer<T> extends Outcome<T> {}

    record Answered<T>(T value) implements Answer<T> {}

    /** A healthy carrier's no, in its own words: "no service to this ZIP" is an answer. */
    record Declined<T>(Refusal refusal, String code, String reason) implements Answer<T> {}

    /** No usable answer came. */
    record Failed<T>(
            Failure failure, String detail, @Nullable Duration retryAfter) implements Outcome<T> {}

    /** Not asked. */
    record ShortCircuited<T>(Reason reason, Duration retryAfter) implements Outcome<T> {}

    /** Why a carrier said no, as far as the asker must tell it apart. */
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
        /** A bug of this service; the carrier was not asked. */
        INTERNAL_ERROR;

        /** As callers and metrics read it: {@code timed_out}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether the same question may be answered a little later. */
        public boolean passing() {
            return this != REFUSED_US && this != INTERNAL_ERROR;
        }
    }

    enum Reason {
        CIRCUIT_OPEN("circuit_open", "it failed too often in a row and is left alone for a while"),
        QUOTA_SPENT("quota_spent", "our account's quota there is spent"),
        /** The carrier answered 429. To callers, the same code as a quota that is spent. */
        THROTTLED("quota_spent", "it limits this account's requests (HTTP 429 or similar) and its pause is not over");

        private final String word;
        private final String sentence;

        Reason(String word, String sentence) {
            this.word = word;
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }

        /** As callers and metrics read it. */
        public String word() {
            return word;
        }
    }

    /** Turns an adapter's call into its answer: {@link CarrierDeclined} is a no, all else stays a failure. */
    static <T> Uni<Answer<T>> answerOf(Uni<T> call) {
        return call.onItem()
                .ifNull()
                .failWith(() -> new CarrierUnavailable(Failure.UNREADABLE, "an empty answer"))
                .<Answer<T>>map(Answered::new)
                .onFailure(CarrierDeclined.class)
                .recoverWithItem(CarrierDeclined::asOutcome);
    }
}
