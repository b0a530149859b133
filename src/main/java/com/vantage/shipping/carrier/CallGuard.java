package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Reason;
import com.vantage.shipping.carrier.resilience.CarrierCircuitBreaker;
import com.vantage.shipping.carrier.resilience.CircuitOpenException;
import com.vantage.shipping.carrier.resilience.CircuitStatus;
import com.vantage.shipping.carrier.resilience.ReadRetry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The resilience layer of one operation of one carrier. From outside in: deadline, retry, quota, circuit breaker,
 * timeout, failure translation. It returns outcomes; its Uni never fails.
 *
 * <p>An attempt that was sent runs to its own timeout even if its caller's deadline has passed, and the circuit breaker
 * counts its result: a hanging carrier opens its circuit however short the deadlines are, and short deadlines alone
 * cannot open it.
 */
final class CallGuard {
    /** Pause after a rate-limited call (HTTP 429) without Retry-After. */
    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(1);

    private final String name;
    private final CallSettings settings;
    private final CarrierCircuitBreaker circuit;
    private final Quota quota;
    private final @Nullable ReadRetry retry;

    /** @param retries 0 for calls that spend money */
    record CallSettings(Duration timeout, int retries, Duration retryDelay) {}

    /** The carrier's request quota for our account. */
    interface Quota {
        /**
         * Acquires permits for so many calls, waiting briefly if needed. Fails with {@link NotAskedException} if none are
         * available.
         */
        Uni<Void> acquire(long calls, Purpose purpose);

        /** Blocks all calls for this time, after the carrier rate limited us. */
        Uni<Void> suspend(Duration duration);
    }

    /** Which part of the quota a call may use. */
    enum Purpose {
        READ,
        /** May use the share that is reserved for purchases. */
        PURCHASE
    }

    /** @param name carrier and operation: {@code ups.quote} */
    CallGuard(String name, CallSettings settings, CarrierCircuitBreaker circuit, Quota quota) {
        this.name = name;
        this.settings = settings;
        this.circuit = circuit;
        this.quota = quota;
        this.retry = settings.retries() == 0
                ? null
                : new ReadRetry(
                        name,
                        settings.retries(),
                        settings.retryDelay(),
                        CallGuard::isTransient,
                        failure -> failure instanceof NotAskedException);
    }

    /** Carrier and operation: {@code ups.quote}. */
    String name() {
        return name;
    }

    CircuitStatus circuit() {
        return circuit.status();
    }

    /** Whether the circuit would reject a call now. */
    boolean isRejecting() {
        return circuit.isRejecting();
    }

    /**
     * Makes a call, with retries. Has no deadline; see {@link #withDeadline}.
     *
     * @param span the caller's span
     */
    <T> Uni<Outcome<T>> call(PreparedCall<T> call, Purpose purpose, CarrierCallTracing span) {
        return callWithRetries(new Request<>(call, purpose, span))
                .<Outcome<T>>map(answer -> answer)
                .onFailure()
                .recoverWithItem(this::asLoggedOutcome);
    }

    /** Ends a call with {@link Failure#TIMED_OUT} after the deadline; without time left, it is not made. */
    <T> Uni<Outcome<T>> withDeadline(Duration deadline, Uni<Outcome<T>> call) {
        if (!deadline.isPositive()) {
            return Uni.createFrom().item(() -> asLoggedOutcome(timedOut(Duration.ZERO)));
        }
        return call.ifNoItem()
                .after(deadline)
                .failWith(() -> timedOut(deadline))
                .onFailure()
                .recoverWithItem(this::asLoggedOutcome);
    }

    private record Request<T>(PreparedCall<T> call, Purpose purpose, CarrierCallTracing span) {}

    private <T> Uni<Answer<T>> callWithRetries(Request<T> request) {
        return retry == null ? attempt(request, 1) : retry.call(number -> attempt(request, number));
    }

    private <T> Uni<Answer<T>> attempt(Request<T> request, int number) {
        return traceAttempt(request.span(), number, attempt(request));
    }

    private <T> Uni<Answer<T>> traceAttempt(CarrierCallTracing caller, int number, Uni<Answer<T>> attempt) {
        return Uni.createFrom().deferred(() -> {
            CarrierCallTracing span = caller.attempt(number);
            return attempt.invoke(span::end)
                    .onFailure()
                    .invoke(failure -> span.end(asOutcome(failure)))
                    .onCancellation()
                    .invoke(span::cancel);
        });
    }

    /** Declined calls, which send no request, bypass quota and circuit breaker. */
    private <T> Uni<Answer<T>> attempt(Request<T> request) {
        PreparedCall<T> call = request.call();
        return call.calls() == 0 ? call.send() : callWithinQuota(call, request.purpose());
    }

    private <T> Uni<Answer<T>> callWithinQuota(PreparedCall<T> call, Purpose purpose) {
        return Uni.createFrom()
                .deferred(() -> {
                    circuit.rejectIfOpen(); // before the quota, so that an open circuit uses no permits
                    return quota.acquire(call.calls(), purpose)
                            .chain(() -> circuit.call(() -> send(call), CallGuard::isCarrierFailure));
                })
                .onFailure(CircuitOpenException.class)
                .transform(open -> new NotAskedException(Reason.CIRCUIT_OPEN, open.retryAfter()));
    }

    private <T> Uni<Answer<T>> send(PreparedCall<T> call) {
        return call.send()
                .ifNoItem()
                .after(settings.timeout())
                .failWith(() -> timedOut(settings.timeout()))
                .onFailure()
                .transform(thrown -> TransportFailureTranslator.translate(name, thrown))
                .onFailure(CarrierUnavailableException.class)
                .call(this::onUnavailable);
    }

    private static boolean isTransient(Throwable failure) {
        return failure instanceof CarrierUnavailableException unavailable
                && switch (unavailable.failure()) {
                    case BROKEN, UNREACHABLE -> true;
                    case TIMED_OUT, UNREADABLE, CREDENTIALS_REJECTED, RATE_LIMITED, INTERNAL_ERROR -> false;
                };
    }

    /**
     * Whether a failed call counts as a failure of the carrier; otherwise it is neutral.
     *
     * @param failure as translated
     */
    private static boolean isCarrierFailure(Throwable failure) {
        return switch (((CarrierUnavailableException) failure).failure()) {
            case TIMED_OUT, UNREACHABLE, BROKEN, UNREADABLE -> true;
            case CREDENTIALS_REJECTED, RATE_LIMITED, INTERNAL_ERROR -> false;
        };
    }

    private Uni<Void> onUnavailable(CarrierUnavailableException failure) {
        return switch (failure.failure()) {
            case CREDENTIALS_REJECTED -> {
                Log.errorf("%s refuses our credentials: %s", name, failure.detail());
                yield Uni.createFrom().voidItem();
            }
            case RATE_LIMITED -> {
                Duration retryAfter = failure.retryAfter();
                yield quota.suspend(retryAfter == null ? DEFAULT_RETRY_AFTER : retryAfter);
            }
            case TIMED_OUT, UNREACHABLE, BROKEN, UNREADABLE, INTERNAL_ERROR ->
                Uni.createFrom().voidItem();
        };
    }

    private <T> Outcome<T> asLoggedOutcome(Throwable failure) {
        Outcome<T> outcome = asOutcome(failure);
        if (outcome instanceof Failed<T> failed) {
            Log.warnf("%s gave no answer: %s, %s", name, failed.failure().code(), failed.detail());
        }
        return outcome;
    }

    private <T> Outcome<T> asOutcome(Throwable failure) {
        if (failure instanceof NotAskedException notAsked) {
            return notAsked.asOutcome();
        }
        CarrierUnavailableException unavailable = TransportFailureTranslator.translate(name, failure);
        return new Failed<>(unavailable.failure(), unavailable.detail(), unavailable.retryAfter());
    }

    private static CarrierUnavailableException timedOut(Duration limit) {
        return new CarrierUnavailableException(Failure.TIMED_OUT, "no answer within " + limit.toMillis() + " ms");
    }
}
