package com.vantage.shipping.carrier.resilience;

import com.vantage.shipping.carrier.resilience.CircuitStatus.State;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jspecify.annotations.Nullable;

/**
 * SmallRye's circuit breaker of one operation of one carrier, extended by neutral results (that say nothing about the
 * carrier's health), the time and reason of opening, and attempts that are counted after their callers have cancelled.
 *
 * <p>SmallRye sees only the judgement of a call, not its answer, which goes directly to the caller. The judgement of a
 * neutral call never completes: it neither opens a closed circuit nor resets its failures. A trial call must be judged,
 * else the half-open circuit would never admit another one; a neutral trial opens the circuit again.
 */
public final class CarrierCircuitBreaker {
    private static final Duration RETRY_AFTER_TRIAL = Duration.ofSeconds(1);

    private final TypedGuard<Uni<Void>> breaker;
    private final Semaphore detachedAttempts;
    private final Duration openFor;
    private final Clock clock;
    private final Consumer<CircuitStatus> listener;

    private CircuitStatus status;
    private @Nullable String lastFailure;
    private boolean isTrialDue;

    /**
     * When a circuit opens and closes.
     *
     * @param failures consecutive failures that open it
     * @param trials successful trial calls that close it; also the number of concurrent trials
     * @param openFor how long an open circuit rejects calls
     */
    public record Thresholds(int failures, int trials, Duration openFor) {}

    /**
     * Creates a closed circuit.
     *
     * @param name carrier and operation, {@code ups.quote}: the label {@code method} of SmallRye's metrics
     * @param listener is notified of each change of state
     */
    public CarrierCircuitBreaker(String name, Thresholds thresholds, Clock clock, Consumer<CircuitStatus> listener) {
        this.openFor = thresholds.openFor();
        this.clock = clock;
        this.listener = listener;
        this.detachedAttempts = new Semaphore(thresholds.failures());
        this.status = new CircuitStatus(State.CLOSED, clock.instant(), null, 0, null);
        this.breaker = TypedGuard.create(new TypeLiteral<Uni<Void>>() {})
                .withDescription(name)
                .withCircuitBreaker()
                .requestVolumeThreshold(thresholds.failures())
                .failureRatio(1)
                .successThreshold(thresholds.trials())
                .delay(openFor.toMillis(), ChronoUnit.MILLIS)
                .onStateChange(this::onStateChange)
                .done()
                .build();
    }

    /** The state in this replica. */
    public synchronized CircuitStatus status() {
        return status;
    }

    /** @throws CircuitOpenException if a call would not be admitted now */
    public void rejectIfOpen() {
        timeUntilTrial().ifPresent(left -> {
            throw new CircuitOpenException(left);
        });
    }

    /** Whether a call would be rejected now. */
    public boolean isRejecting() {
        return timeUntilTrial().isPresent();
    }

    /** The time until the next trial; empty if calls may be admitted. */
    synchronized Optional<Duration> timeUntilTrial() {
        return Optional.ofNullable(status.nextTrialAt())
                .map(trial -> Duration.between(clock.instant(), trial))
                .filter(Duration::isPositive);
    }

    /**
     * Makes the call if the circuit admits it, and counts its result. As many attempts as open the circuit continue
     * when their subscribers cancel, so that a hanging carrier opens it however short the deadlines are; further
     * attempts are cancelled with their subscribers, lest they use up the connections to a slow carrier.
     *
     * @param isFailure whether a failed call is the carrier's failure; otherwise it is neutral
     * @return the attempt's item or failure, or a {@link CircuitOpenException}
     */
    public <T> Uni<T> call(Supplier<Uni<T>> attempt, Predicate<Throwable> isFailure) {
        return Uni.createFrom().emitter(caller -> breaker.get(
                        () -> Uni.createFrom().emitter(judgement -> {
                            Cancellable running = detach(judge(attempt, isFailure, judgement))
                                    .subscribe()
                                    .with(caller::complete, caller::fail);
                            caller.onTermination(running::cancel);
                        }))
                .onFailure(CircuitBreakerOpenException.class)
                .transform(open -> new CircuitOpenException(timeUntilTrial().orElse(RETRY_AFTER_TRIAL)))
                .subscribe()
                .with(ignored -> {}, caller::fail));
    }

    private <T> Uni<T> judge(
            Supplier<Uni<T>> attempt, Predicate<Throwable> isFailure, UniEmitter<? super Void> judgement) {
        State admittedIn = admit();
        Consumer<Throwable> neutral = failure -> {
            if (admittedIn != State.CLOSED) {
                judgement.fail(failure);
            }
        };
        return Uni.createFrom()
                .deferred(attempt::get)
                .invoke(() -> {
                    count(admittedIn, null);
                    judgement.complete(null);
                })
                .onFailure(isFailure)
                .invoke(failure -> {
                    count(admittedIn, failure);
                    judgement.fail(failure);
                })
                .onFailure(isFailure.negate())
                .invoke(neutral)
                .onCancellation()
                .invoke(() -> neutral.accept(new CancellationException()));
    }

    /** A memoized Uni continues when its subscriber cancels. */
    private <T> Uni<T> detach(Uni<T> attempt) {
        return detachedAttempts.tryAcquire()
                ? attempt.onTermination()
                        .invoke(() -> detachedAttempts.release())
                        .memoize()
                        .indefinitely()
                : attempt;
    }

    /**
     * SmallRye half-opens a circuit by a timer, when nothing is known of the carrier yet. Here, the first trial call
     * does.
     */
    private synchronized void onStateChange(CircuitBreakerState to) {
        isTrialDue = to == CircuitBreakerState.HALF_OPEN;
        switch (to) {
            case CLOSED -> transitionTo(State.CLOSED, null, 0);
            case OPEN -> transitionTo(State.OPEN, lastFailure, status.failures());
            case HALF_OPEN -> {}
        }
    }

    /** Admits a call and returns the state in which it was admitted. */
    private synchronized State admit() {
        if (isTrialDue && status.state() == State.OPEN) {
            transitionTo(State.HALF_OPEN, status.why(), status.failures());
        }
        return status.state();
    }

    private void transitionTo(State next, @Nullable String reason, int failures) {
        Instant now = clock.instant();
        status = new CircuitStatus(next, now, reason, failures, next == State.OPEN ? now.plus(openFor) : null);
        listener.accept(status);
    }

    /** Ignores results of calls that were admitted in another state. */
    private synchronized void count(State admittedIn, @Nullable Throwable failure) {
        if (admittedIn == status.state()) {
            lastFailure = failure == null ? status.why() : failure.getMessage();
            status = status.withFailures(failure == null ? 0 : status.failures() + 1);
        }
    }

    /** Whether the next call is admitted as a trial. */
    synchronized boolean isTrialDue() {
        return isTrialDue;
    }
}
