package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Reason;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The resilience layer of one operation of one carrier. From the outside in: deadline, retry, quota, circuit breaker,
 * timeout, translation of failures. What comes out is always a value, never a failed Uni.
 *
 * <p>An attempt that was sent goes on to its own timeout when its caller is out of time ({@link BackgroundAttempts}), and the
 * circuit breaker judges it there: a carrier that hangs opens its circuit however short the callers' deadlines are, and
 * short deadlines alone cannot open it.
 */
final class CallGuard {
    /** Where a carrier that has had enough does not say for how long. */
    private static final Duration SHORTEST_THROTTLE = Duration.ofSeconds(1);

    private final String name;
    private final Limits limits;
    private final Circuit circuit;
    private final Quota quota;
    private final BackgroundAttempts background;

    /** @param retries 0 for whatever spends money */
    record Limits(Duration timeout, int retries, Duration retryPause) {}

    /** What the carrier's account may ask. */
    interface Quota {
        /** Takes so many calls off it, maybe after a short wait. Fails with {@link NotAsked} if there is no room. */
        Uni<Void> take(long calls, Purpose purpose);

        /** The carrier has had enough of us: nobody asks it for so long. */
        Uni<Void> close(Duration time);
    }

    /** Which part of the quota a call may use. */
    enum Purpose {
        READ,
        /** All of it: money is worth more than a price. */
        PURCHASE
    }

    /** @param name carrier and operation: {@code ups.quote} */
    CallGuard(String name, Limits limits, Circuit circuit, Quota quota) {
        this.name = name;
        this.limits = limits;
        this.circuit = circuit;
        this.quota = quota;
        this.background = new BackgroundAttempts(circuit.failuresToOpen());
    }

    Circuit.View circuit() {
        return circuit.view();
    }

    /**
     * Retries included; without an end of its own, see {@link #within}.
     *
     * @param span of who waits for it
     */
    <T> Uni<Outcome<T>> call(PreparedCall<T> call, Purpose purpose, CallSpan span) {
        return retrying(new Request<>(call, purpose, span), 0)
                .<Outcome<T>>map(answer -> answer)
                .onFailure()
                .recoverWithItem(this::withoutAnswer);
    }

    /** The call as somebody waits for it who does not wait for ever. */
    <T> Uni<Outcome<T>> within(Duration deadline, Uni<Outcome<T>> call) {
        return call.ifNoItem()
                .after(deadline)
                .failWith(() -> tooLate(deadline))
                .onFailure()
                .recoverWithItem(this::withoutAnswer);
    }

    private record Request<T>(PreparedCall<T> call, Purpose purpose, CallSpan span) {}

    private <T> Uni<Answer<T>> retrying(Request<T> request, int tried) {
        Uni<Answer<T>> attempt = traced(request.span(), tried + 1, attempt(request));
        if (tried >= limits.retries()) {
            return attempt;
        }
        return attempt.onFailure(CallGuard::worthAnotherTry).recoverWithUni(first -> pause(tried)
                .chain(() -> retrying(request, tried + 1))
                // That it may not be asked again is no news beside why it should have been.
                .onFailure(NotAsked.class)
                .transform(closed -> first));
    }

    private <T> Uni<Answer<T>> traced(CallSpan caller, int number, Uni<Answer<T>> attempt) {
        return Uni.createFrom().deferred(() -> {
            CallSpan span = caller.attempt(number);
            return attempt.invoke(span::end)
                    .onFailure()
                    .invoke(failure -> span.end(asOutcome(failure)))
                    .onCancellation()
                    .invoke(span::giveUp);
        });
    }

    /** What costs no call of the carrier's says nothing about it either. */
    private <T> Uni<Answer<T>> attempt(Request<T> request) {
        PreparedCall<T> call = request.call();
        return call.cost() == 0
                ? call.send()
                : Uni.createFrom().deferred(() -> {
                    circuit.timeLeftIfOpen().ifPresent(left -> {
                        throw new NotAsked(Reason.CIRCUIT_OPEN, left);
                    });
                    return quota.take(call.cost(), request.purpose()).chain(() -> throughCircuit(call));
                });
    }

    private <T> Uni<Answer<T>> throughCircuit(PreparedCall<T> call) {
        Circuit.Permit permit =
                circuit.acquire().orElseThrow(() -> new NotAsked(Reason.CIRCUIT_OPEN, circuit.timeLeft()));
        Uni<Answer<T>> attempt = call.send()
                .ifNoItem()
                .after(limits.timeout())
                .failWith(() -> tooLate(limits.timeout()))
                .onFailure()
                .transform(thrown -> FailureTranslator.translate(name, thrown))
                .invoke(permit::succeeded)
                .onFailure(CarrierUnavailable.class)
                .call(failure -> judge(permit, failure));
        return background.outlive(attempt, permit::saysNothing);
    }

    private static boolean worthAnotherTry(Throwable failure) {
        return failure instanceof CarrierUnavailable unavailable
                && switch (unavailable.failure()) {
                    case BROKEN, UNREACHABLE -> true;
                    case TIMED_OUT, UNREADABLE, REFUSED_US, THROTTLED_US, INTERNAL_ERROR -> false;
                };
    }

    private Uni<?> pause(int tried) {
        long longest = limits.retryPause().toMillis() << tried;
        long pause = longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1);
        return Uni.createFrom().voidItem().onItem().delayIt().by(Duration.ofMillis(Math.max(1, pause)));
    }

    private Uni<Void> judge(Circuit.Permit permit, CarrierUnavailable failure) {
        switch (failure.failure()) {
            case TIMED_OUT, UNREACHABLE, BROKEN, UNREADABLE -> permit.failed(failure.detail());
            case INTERNAL_ERROR -> permit.saysNothing();
            case REFUSED_US -> {
                Log.errorf("%s refuses our credentials: %s", name, failure.detail());
                permit.saysNothing();
            }
            case THROTTLED_US -> {
                permit.saysNothing();
                Duration asked = failure.retryAfter();
                return quota.close(asked == null ? SHORTEST_THROTTLE : asked);
            }
        }
        return Uni.createFrom().voidItem();
    }

    private <T> Outcome<T> withoutAnswer(Throwable failure) {
        Outcome<T> outcome = asOutcome(failure);
        if (outcome instanceof Failed<T> failed) {
            Log.warnf("%s gave no answer: %s, %s", name, failed.failure().word(), failed.detail());
        }
        return outcome;
    }

    private <T> Outcome<T> asOutcome(Throwable failure) {
        if (failure instanceof NotAsked notAsked) {
            return notAsked.asOutcome();
        }
        CarrierUnavailable unavailable = FailureTranslator.translate(name, failure);
        return new Failed<>(unavailable.failure(), unavailable.detail(), unavailable.retryAfter());
    }

    private static CarrierUnavailable tooLate(Duration limit) {
        return new CarrierUnavailable(Failure.TIMED_OUT, "no answer within " + limit.toMillis() + " ms");
    }
}
