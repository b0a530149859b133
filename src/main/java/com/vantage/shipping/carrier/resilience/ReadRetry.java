package com.vantage.shipping.carrier.resilience;

import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * SmallRye's retry with exponential backoff, for calls that do not spend money. It ends with its caller, which SmallRye's own
 * does not, and an attempt that was not let through does not hide the failure before it.
 */
public final class ReadRetry {
    private final Guard guard;
    private final Predicate<Throwable> isPrevented;

    /**
     * Creates a retry.
     *
     * @param retries after the first attempt; at least 1
     * @param pause before the first retry, at most; each further one doubles it
     * @param isTransient failures that are tried again
     * @param isPrevented failures of attempts that were not let through
     */
    public ReadRetry(
            String name,
            int retries,
            Duration pause,
            Predicate<Throwable> isTransient,
            Predicate<Throwable> isPrevented) {
        this.isPrevented = isPrevented;
        long jitter = pause.toMillis() / 4;
        this.guard = Guard.create()
                .withDescription(name)
                .withRetry()
                .maxRetries(retries)
                .delay(pause.toMillis() - jitter, ChronoUnit.MILLIS)
                .jitter(jitter, ChronoUnit.MILLIS)
                .whenException(isTransient)
                .withExponentialBackoff()
                .factor(2)
                .done()
                .done()
                .build();
    }

    /**
     * Makes the call, again if it is worth it.
     *
     * @param attempt by its number, from 1
     * @param here where attempts are made
     */
    public <T> Uni<T> call(IntFunction<Uni<T>> attempt, Executor here) {
        return Uni.createFrom().deferred(() -> {
            Attempts<T> attempts = new Attempts<>(attempt, here);
            return guard.get(attempts::next, new TypeLiteral<Uni<T>>() {})
                    .onFailure(Final.class)
                    .transform(ended -> ended.failure)
                    .onCancellation()
                    .invoke(attempts::end);
        });
    }

    private final class Attempts<T> {
        private final IntFunction<Uni<T>> attempt;
        private final Executor here;
        private int made;
        private boolean isOver;
        private volatile @Nullable Throwable last;
        private @Nullable Cancellable running;

        Attempts(IntFunction<Uni<T>> attempt, Executor here) {
            this.attempt = attempt;
            this.here = here;
        }

        Uni<T> next() {
            Throwable before = last;
            return before == null
                    ? Uni.createFrom().<T>emitter(this::start)
                    : Uni.createFrom()
                            .voidItem()
                            .emitOn(here)
                            .chain(() -> Uni.createFrom().<T>emitter(this::start))
                            .onFailure(isPrevented)
                            .transform(prevented -> new Final(before));
        }

        private synchronized void start(UniEmitter<? super T> result) {
            if (isOver) {
                result.fail(new Final(new CancellationException()));
                return;
            }
            running = attempt.apply(++made)
                    .onFailure()
                    .invoke(failure -> last = failure)
                    .subscribe()
                    .with(result::complete, result::fail);
        }

        /** Nothing inside a guard is cancelled with its caller. */
        synchronized void end() {
            isOver = true;
            if (running != null) {
                running.cancel();
            }
        }
    }

    /** Ends the attempts with the failure that the caller is to be told. */
    private static final class Final extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Throwable failure;

        Final(Throwable failure) {
            super(failure.getMessage(), failure, false, false);
            this.failure = failure;
        }
    }
}
