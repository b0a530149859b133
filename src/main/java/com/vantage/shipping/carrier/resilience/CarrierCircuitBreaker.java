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
    private final Semaphore background;
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
        this.background = new Semaphore(thresholds.failures());
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
     * Makes the call if the circuit lets it through, and judges it at its end. As many attempts as open the circuit go on
     * when their subscribers cancel, so that a carrier that hangs opens it however short the deadlines are; the others end
     * with their subscribers, who could else use up the connections to a slow carrier.
     *
     * @param isFailure whether a failed call is the carrier's failure; else it is neutral
     * @return the attempt's item or failure, or a {@link CircuitOpenException}
     */
    public <T> Uni<T> call(Supplier<Uni<T>> attempt, Predicate<Throwable> isFailure) {
        return Uni.createFrom()
                .emitter(caller -> breaker.get(() -> Uni.createFrom().emitter(judgement -> {
                            Cancellable running = outliving(judged(attempt, isFailure, judgement))
                                    .subscribe()
                                    .with(caller::complete, caller::fail);
                            caller.onTermination(running::cancel);
                        }))
                        .onFailure(CircuitBreakerOpenException.class)
                        .transform(prevented ->
                                new CircuitOpenException(timeLeftIfOpen().orElse(TRIAL_UNDER_WAY)))
                        .subscribe()
                        .with(healthy -> {}, caller::fail));
    }

    private <T> Uni<T> judged(
            Supplier<Uni<T>> attempt, Predicate<Throwable> isFailure, UniEmitter<? super Void> judgement) {
        State grantedIn = grant();
        Consumer<Throwable> neutral = failure -> {
            if (grantedIn != State.CLOSED) {
                judgement.fail(failure);
            }
        };
        return Uni.createFrom()
                .deferred(attempt::get)
                .invoke(() -> {
                    count(grantedIn, null);
                    judgement.complete(null);
                })
                .onFailure(isFailure)
                .invoke(failure -> {
                    count(grantedIn, failure);
                    judgement.fail(failure);
                })
                .onFailure(isFailure.negate())
                .invoke(neutral)
                .onCancellation()
                .invoke(() -> neutral.accept(new CancellationException()));
    }

    /** A memoized Uni goes on when its subscriber cancels. */
    private <T> Uni<T> outliving(Uni<T> attempt) {
        return background.tryAcquire()
                ? attempt.onTermination()
                        .invoke(() -> background.release())
                        .memoize()
                        .indefinitely()
                : attempt;
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

    /** In which state a call is let through. */
    private synchronized State grant() {
        if (isTrialDue && status.state() == State.OPEN) {
            become(State.HALF_OPEN, status.why(), status.failures());
        }
        return status.state();
    }

    private void become(State next, @Nullable String why, int failures) {
        Instant now = clock.instant();
        status = new CircuitStatus(next, now, why, failures, next == State.OPEN ? now.plus(openFor) : null);
        watcher.accept(status);
    }

    /** What began before the circuit opened says nothing about it now. */
    private synchronized void count(State grantedIn, @Nullable Throwable failure) {
        if (grantedIn == status.state()) {
            lastFailure = failure == null ? status.why() : failure.getMessage();
            status = status.withFailures(failure == null ? 0 : status.failures() + 1);
        }
    }

    /** Whether the next call is let through as a trial. */
    synchronized boolean isTrialDue() {
        return isTrialDue;
    }
}
