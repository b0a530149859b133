package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.Outcome.Answer;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * A built request to a carrier, which can be sent repeatedly for retries. Building sends nothing, so that errors in the
 * request are found before a quota permit is acquired or a circuit breaker sees the call.
 */
public final class PreparedCall<T> {
    private final long calls;
    private final Supplier<Uni<Answer<T>>> sender;

    private PreparedCall(long calls, Supplier<Uni<Answer<T>>> sender) {
        this.calls = calls;
        this.sender = sender;
    }

    /** Builds a call that takes one request; see {@link #of(Supplier, ToLongFunction, Function)}. */
    public static <R, T> PreparedCall<T> of(Supplier<R> build, Function<R, Uni<T>> send) {
        return of(build, request -> 1, send);
    }

    /**
     * Builds the request. If that throws {@link CarrierDeclinedException}, the result is a call that takes nothing from the quota and is
     * answered with that refusal; any other exception is a bug of this service and is thrown.
     *
     * @param calls calls per attempt, which count against the quota
     * @param send sends the request, once per attempt; may fail with {@link CarrierDeclinedException} or {@link
     * CarrierUnavailableException}
     */
    public static <R, T> PreparedCall<T> of(Supplier<R> build, ToLongFunction<R> calls, Function<R, Uni<T>> send) {
        R request;
        try {
            request = build.get();
        } catch (CarrierDeclinedException declined) {
            return declined(declined);
        }
        return new PreparedCall<>(calls.applyAsLong(request), () -> Outcome.toAnswer(send.apply(request)));
    }

    /** Creates a call that is answered with this refusal without calling the carrier. */
    public static <T> PreparedCall<T> declined(CarrierDeclinedException refusal) {
        return new PreparedCall<>(0, () -> Uni.createFrom().item(refusal.asOutcome()));
    }

    /** Requests per attempt; 0 if the carrier is not called. */
    public long calls() {
        return calls;
    }

    /** Sends the request. Fails only with what {@link TransportFailureTranslator} translates to {@link CarrierUnavailableException}. */
    public Uni<Answer<T>> send() {
        return Uni.createFrom().deferred(sender::get);
    }

    /** Transforms the answer of this call. */
    public PreparedCall<T> mapAnswer(Function<Answer<T>, Answer<T>> transform) {
        return new PreparedCall<>(calls, () -> sender.get().map(transform));
    }
}
