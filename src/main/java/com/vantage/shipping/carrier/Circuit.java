package com.vantage.shipping.carrier;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker of one carrier's operation. Opens after so many failures in a row, lets nobody through for a while,
 * then lets a few trials through one after the other, and closes when all of them went well.
 *
 * <p>Ours and not a library's, because in the ones that Quarkus knows a call either succeeds or fails: a 429 among five
 * failures would count as a success and keep a dead carrier's circuit closed. Here a call may also say nothing about the
 * carrier's health ({@link Permit#saysNothing}). It also tells since when and why it is open, and when to come back.
 */
public final class Circuit {
    private final int failuresToOpen;
    private final int trialsToClose;
    private final Duration openFor;
    private final Clock clock;
    private final Consumer<View> watcher;

    private State state = State.CLOSED;
    private Instant since;
    private @Nullable String why;
    private int failures;
    private int goodTrials;
    /** The trial under way, of which there is at most one. */
    private @Nullable Permit trial;

    /** Whether calls are let through: all of them, none, or one at a time. */
    public enum State {
        CLOSED,
        OPEN,
        HALF_OPEN;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What people see of it.
     *
     * @param why the failure that opened it, while it is not closed
     * @param nextTrialAt from when on a call is let through as a trial, while it is open
     */
    public record View(
            State state,
            Instant since,
            @Nullable String why,
            int failures,
            @Nullable Instant nextTrialAt) {}

    /** @param watcher is told of each change of state */
    Circuit(int failuresToOpen, int trialsToClose, Duration openFor, Clock clock, Consumer<View> watcher) {
        this.failuresToOpen = failuresToOpen;
        this.trialsToClose = trialsToClose;
        this.openFor = openFor;
        this.clock = clock;
        this.watcher = watcher;
        this.since = clock.instant();
    }

    int failuresToOpen() {
        return failuresToOpen;
    }

    /** Leave to call, to be given back by exactly one verdict; empty while the circuit is open. */
    synchronized Optional<Permit> acquire() {
        if (state == State.OPEN && !clock.instant().isBefore(since.plus(openFor))) {
            become(State.HALF_OPEN);
        }
        return switch (state) {
            case CLOSED -> Optional.of(new Permit());
            case OPEN -> Optional.empty();
            case HALF_OPEN -> trial == null ? Optional.of(newTrial()) : Optional.empty();
        };
    }

    /** How long nobody will be let through; a second while a trial is under way. */
    synchronized Duration timeLeft() {
        if (state != State.OPEN) {
            return Duration.ofSeconds(1);
        }
        Duration left = Duration.between(clock.instant(), since.plus(openFor));
        return left.isPositive() ? left : Duration.ofMillis(1);
    }

    /** Empty if somebody may be let through. */
    synchronized Optional<Duration> timeLeftIfOpen() {
        boolean isOpen = state == State.OPEN && clock.instant().isBefore(since.plus(openFor));
        return isOpen ? Optional.of(timeLeft()) : Optional.empty();
    }

    synchronized View view() {
        return new View(state, since, why, failures, state == State.OPEN ? since.plus(openFor) : null);
    }

    private Permit newTrial() {
        Permit permit = new Permit();
        trial = permit;
        return permit;
    }

    private void become(State next) {
        state = next;
        since = clock.instant();
        failures = next == State.CLOSED ? 0 : failures;
        goodTrials = 0;
        trial = null;
        if (next == State.CLOSED) {
            why = null;
        }
        watcher.accept(view());
    }

    /** One call's leave. Verdicts after the first, and of calls older than the state they would change, do nothing. */
    final class Permit {
        private final State grantedIn = state;
        private boolean given;

        void succeeded() {
            synchronized (Circuit.this) {
                if (!counts()) {
                    return;
                }
                failures = 0;
                if (state == State.HALF_OPEN && ++goodTrials >= trialsToClose) {
                    become(State.CLOSED);
                }
            }
        }

        void failed(String reason) {
            synchronized (Circuit.this) {
                if (!counts()) {
                    return;
                }
                failures++;
                if (state == State.HALF_OPEN || failures >= failuresToOpen) {
                    why = reason;
                    become(State.OPEN);
                }
            }
        }

        void saysNothing() {
            synchronized (Circuit.this) {
                counts();
            }
        }

        private boolean counts() {
            if (given) {
                return false;
            }
            given = true;
            if (trial == this) {
                trial = null;
                return state == State.HALF_OPEN;
            }
            return state == State.CLOSED && grantedIn == State.CLOSED;
        }
    }
}
