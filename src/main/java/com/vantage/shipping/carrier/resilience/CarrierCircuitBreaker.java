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
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jspecify.annotations.Nullable;

/**
 * SmallRye's circuit breaker of one operation of one carrier, with what it has no word for: calls that say nothing about the
 * carrier's health, since when and why it is open, and attempts that are judged after their callers have gone.
 *
 * <p>SmallRye sees the judgement of a call, not its answer, which goes straight to the caller. A neutral call is one whose
 * judgement never comes: it neither opens a closed circuit nor heals it. A trial must be judged, else the half-open circuit
 * would let nobody through any more; a neutral trial opens the circuit again.
 */
public final class CarrierCircuitBreaker {
    private static final Duration TRIAL_UNDER_WAY = Duration.ofSeconds(1);

    private final TypedGuard<Uni<Void>> breaker;
    private final BackgroundAttempts background;
    private final Duration openFor;
    private final Clock clock;
    private final Consumer<CircuitStatus> watcher;

    private CircuitStatus status;
    private @Nullable String lastFailure;
    private boolean isTrialDue;

    /**
     * When a circuit opens and closes.
     *
     * @param failures consecutive failures that open it
     * @param trials good trials that close it; so many are let through at once
     * @param openFor how long nobody is let through
     */
    public record Thresholds(int failures, int trials, Duration openFor) {}

    /**
     * Creates a closed circuit.
     *
     * @param name of carrier and operation, {@code ups.quote}: the label {@code method} of SmallRye's metrics
     * @param watcher is told of each change of state
     */
    public CarrierCircuitBreaker(String name, Thresholds thresholds, Clock clock, Consumer<CircuitStatus> watcher) {
        this.openFor = thresholds.openFor();
        this.clock = clock;
        this.watcher = watcher;
        this.background = new BackgroundAttempts(thresholds.failures());
        this.status = new CircuitStatus(State.CLOSED, clock.instant(), null, 0, null);
        this.breaker = TypedGuard.create(new TypeLiteral<Uni<Void>>() {})
                .withDescription(name)
                .withCircuitBreaker()
                .requestVolumeThreshold(thresholds.failures())
                .failureRatio(1)
                .successThreshold(thresholds.trials())
                .delay(openFor.toMillis(), ChronoUnit.MILLIS)
                .onStateChange(this::changed)
                .done()
                .build();
    }

    /** The state as this replica knows it. */
    public synchronized CircuitStatus status() {
        return status;
    }

    /** How long nobody will be let through; empty if somebody may be. */
    public synchronized Optional<Duration> timeLeftIfOpen() {
        return Optional.ofNullable(status.nextTrialAt())
                .map(trial -> Duration.between(clock.instant(), trial))
                .filter(Duration::isPositive);
    }

    /**
     * Makes the call if the circuit lets it through, and judges it at its end, also when its subscriber has cancelled.
     *
     * @param isFailure whether a failed call is the carrier's failure; else it is neutral
     * @return the attempt's item or failure, or a {@link CircuitOpenException}
     */
    public <T> Uni<T> call(Supplier<Uni<T>> attempt, Predicate<Throwable> isFailure) {
        return Uni.createFrom().emitter(caller -> breaker.get(
                        () -> Uni.createFrom().emitter(judged -> start(attempt, isFailure, caller, new Call(judged))))
                .subscribe()
                .with(healthy -> {}, failure -> tellIfPrevented(caller, failure)));
    }

    private <T> void start(
            Supplier<Uni<T>> attempt, Predicate<Throwable> isFailure, UniEmitter<? super T> caller, Call call) {
        Uni<T> judged = Uni.createFrom()
                .deferred(attempt::get)
                .invoke(call::succeeded)
                .onFailure()
                .invoke(failure -> {
                    if (isFailure.test(failure)) {
                        call.failed(failure);
                    } else {
                        call.neutral();
                    }
                });
        Cancellable running =
                background.outlive(judged, call::neutral).subscribe().with(caller::complete, caller::fail);
        caller.onTermination(running::cancel);
    }

    /** All other failures have been told to the caller by the attempt itself. */
    private void tellIfPrevented(UniEmitter<?> caller, Throwable failure) {
        if (failure instanceof CircuitBreakerOpenException) {
            caller.fail(new CircuitOpenException(timeLeftIfOpen().orElse(TRIAL_UNDER_WAY)));
        }
    }

    /** SmallRye calls a circuit half open by its timer. Nothing is known of the carrier then: the first trial makes it so. */
    private synchronized void changed(CircuitBreakerState to) {
        isTrialDue = to == CircuitBreakerState.HALF_OPEN;
        switch (to) {
            case CLOSED -> become(State.CLOSED, null, 0);
            case OPEN -> become(State.OPEN, lastFailure, status.failures());
            case HALF_OPEN -> {}
        }
    }

    private synchronized void startTrialIfDue() {
        if (isTrialDue && status.state() == State.OPEN) {
            become(State.HALF_OPEN, status.why(), status.failures());
        }
    }

    private void become(State next, @Nullable String why, int failures) {
        Instant now = clock.instant();
        status = new CircuitStatus(next, now, why, failures, next == State.OPEN ? now.plus(openFor) : null);
        watcher.accept(status);
    }

    /** Whether the next call is let through as a trial. */
    synchronized boolean isTrialDue() {
        return isTrialDue;
    }

    private synchronized void count(int failures) {
        status = new CircuitStatus(status.state(), status.since(), status.why(), failures, status.nextTrialAt());
    }

    /** One call that was let through. */
    private final class Call {
        private final UniEmitter<? super Void> judgement;
        private final State grantedIn;

        Call(UniEmitter<? super Void> judgement) {
            this.judgement = judgement;
            startTrialIfDue();
            this.grantedIn = status().state();
        }

        void succeeded() {
            if (isCurrent()) {
                count(0);
            }
            judgement.complete(null);
        }

        void neutral() {
            if (grantedIn == State.HALF_OPEN) {
                judgement.fail(new IllegalStateException("a trial without a result"));
            }
        }

        void failed(Throwable failure) {
            if (isCurrent()) {
                synchronized (CarrierCircuitBreaker.this) {
                    lastFailure = failure.getMessage();
                    count(status.failures() + 1);
                }
            }
            judgement.fail(failure);
        }

        /** What began before the circuit opened says nothing about it now. */
        private boolean isCurrent() {
            return grantedIn == status().state();
        }
    }
}
