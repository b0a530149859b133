package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.Outcome.Answer;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * A request to a carrier that is built and can be sent, as often as it is retried. Building it sends nothing: whatever is
 * wrong with the request itself is known before a quota permit is taken and before a circuit breaker sees a call.
 */
public final class PreparedCall<T> {
    private final long cost;
    private final Supplier<Uni<Answer<T>>> sending;

    private PreparedCall(long cost, Supplier<Uni<Answer<T>>> sending) {
        this.cost = cost;
        this.sending = sending;
    }

    /** A call that takes one request to the carrier; see {@link #of(Supplier, ToLongFunction, Function)}. */
    public static <R, T> PreparedCall<T> of(Supplier<R> build, Function<R, Uni<T>> send) {
        return of(build, request -> 1, send);
    }

    /**
     * Builds the request. One that the carrier would decline ({@link CarrierDeclined}) becomes a call that costs nothing and
     * is answered with that refusal; any other exception is a bug of this service and goes to the caller.
     *
     * @param cost how many requests to the carrier it takes, retries not counted
     * @param send sends the request; runs anew for each attempt, and may fail with {@link CarrierDeclined} or {@link
     *     CarrierUnavailable}
     */
    public static <R, T> PreparedCall<T> of(Supplier<R> build, ToLongFunction<R> cost, Function<R, Uni<T>> send) {
        R request;
        try {
            request = build.get();
        } catch (CarrierDeclined declined) {
            return declined(declined);
        }
        return new PreparedCall<>(cost.applyAsLong(request), () -> Outcome.answerOf(send.apply(request)));
    }

    /** A call that is answered with a refusal, without asking the carrier. */
    public static <T> PreparedCall<T> declined(CarrierDeclined refusal) {
        return new PreparedCall<>(0, () -> Uni.createFrom().item(refusal.asOutcome()));
    }

    /** How many requests to the carrier one attempt takes; 0 if the carrier is not asked. */
    public long cost() {
        return cost;
    }

    /** Sends it. The Uni fails only with what {@link FailureTranslator} turns into {@link CarrierUnavailable}. */
    public Uni<Answer<T>> send() {
        return Uni.createFrom().deferred(sending::get);
    }

    /** The same call, with its answer changed. */
    public PreparedCall<T> mapAnswer(Function<Answer<T>, Answer<T>> change) {
        return new PreparedCall<>(cost, () -> sending.get().map(change));
    }
}
