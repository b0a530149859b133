package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Reason;
import com.vantage.shipping.carrier.Outcome.ShortCircuited;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * The wall around one operation of one carrier. From the outside in: deadline, retry, circuit, timeout, translation of
 * failures. What comes out is always a value, never a failed Uni.
 */
final class CallGuard {
    private final String name;
    private final Limits limits;
    private final Circuit circuit;

    /** @param retries 0 for whatever spends money */
    record Limits(Duration timeout, Duration fairWait, int retries, Duration retryPause) {}

    /** The circuit is open. Never leaves this class. */
    private static final class NotLetThrough extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Duration retryAfter;

        NotLetThrough(Duration retryAfter) {
            super("circuit open", null, false, false);
            this.retryAfter = retryAfter;
        }
    }

    /** @param name carrier and operation: {@code ups.quote} */
    CallGuard(String name, Limits limits, Circuit circuit) {
        this.name = name;
        this.limits = limits;
        this.circuit = circuit;
    }

    Circuit.View circuit() {
        return circuit.view();
    }

    /** @param deadline for everything, second tries included */
    <T> Uni<Outcome<T>> call(Duration deadline, Supplier<Uni<Answer<T>>> ask) {
        return retrying(ask, 0)
                .ifNoItem()
                .after(deadline)
                .failWith(() -> tooLate(deadline))
                .<Outcome<T>>map(answer -> answer)
                .onFailure()
                .recoverWithItem(this::withoutAnswer);
    }

    private <T> Uni<Answer<T>> retrying(Supplier<Uni<Answer<T>>> ask, int tried) {
        Uni<Answer<T>> attempt = attempt(ask);
        if (tried >= limits.retries()) {
            return attempt;
        }
        return attempt.onFailure(CallGuard::worthAnotherTry).recoverWithUni(first -> pause(tried)
                .chain(() -> retrying(ask, tried + 1))
                // A circuit that opened meanwhile is no news: it was this very failure that opened it.
                .onFailure(NotLetThrough.class)
                .transform(closed -> first));
    }

    private <T> Uni<Answer<T>> attempt(Supplier<Uni<Answer<T>>> ask) {
        return Uni.createFrom().deferred(() -> {
            Circuit.Permit permit = circuit.acquire().orElseThrow(() -> new NotLetThrough(circuit.timeLeft()));
            long started = System.nanoTime();
            return Uni.createFrom()
                    .deferred(ask::get)
                    .ifNoItem()
                    .after(limits.timeout())
                    .failWith(() -> tooLate(limits.timeout()))
                    .onFailure()
                    .transform(thrown -> FailureTranslator.translate(name, thrown))
                    .invoke(permit::succeeded)
                    .onFailure(CarrierUnavailable.class)
                    .invoke(failure -> judge(permit, failure))
                    .onCancellation()
                    .invoke(() -> judgeCancelled(permit, Duration.ofNanos(System.nanoTime() - started)));
        });
    }

    private static boolean worthAnotherTry(Throwable failure) {
        return failure instanceof CarrierUnavailable unavailable
                && switch (unavailable.failure()) {
                    case BROKEN, UNREACHABLE -> true;
                    case TIMED_OUT, UNREADABLE, REFUSED_US, THROTTLED_US -> false;
                };
    }

    private Uni<?> pause(int tried) {
        long longest = limits.retryPause().toMillis() << tried;
        long pause = longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1);
        return Uni.createFrom().voidItem().onItem().delayIt().by(Duration.ofMillis(Math.max(1, pause)));
    }

    private void judge(Circuit.Permit permit, CarrierUnavailable failure) {
        switch (failure.failure()) {
            case TIMED_OUT, UNREACHABLE, BROKEN, UNREADABLE -> permit.failed(failure.detail());
            case REFUSED_US -> {
                Log.errorf("%s refuses our credentials: %s", name, failure.detail());
                permit.saysNothing();
            }
            case THROTTLED_US -> permit.saysNothing();
        }
    }

    /** The deadline or the caller cut the call short: only a carrier that had a fair chance is to blame. */
    private void judgeCancelled(Circuit.Permit permit, Duration waited) {
        if (waited.compareTo(limits.fairWait()) >= 0) {
            permit.failed("no answer within " + waited.toMillis() + " ms");
        } else {
            permit.saysNothing();
        }
    }

    private <T> Outcome<T> withoutAnswer(Throwable failure) {
        if (failure instanceof NotLetThrough open) {
            return new ShortCircuited<>(Reason.CIRCUIT_OPEN, open.retryAfter);
        }
        CarrierUnavailable unavailable = FailureTranslator.translate(name, failure);
        Log.warnf("%s gave no answer: %s, %s", name, unavailable.failure().word(), unavailable.detail());
        return new Failed<>(unavailable.failure(), unavailable.detail(), unavailable.retryAfter());
    }

    private static CarrierUnavailable tooLate(Duration limit) {
        return new CarrierUnavailable(Failure.TIMED_OUT, "no answer within " + limit.toMillis() + " ms");
    }
}
