package com.vantage.shipping.carrier.resilience;

import static java.util.Objects.requireNonNullElse;

import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniSubscription;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * SmallRye's retry with exponential backoff, for calls that do not spend money. Unlike SmallRye's own, it stops when
 * its caller cancels, and a prevented attempt does not hide the failure of the previous one. Retries run on the
 * caller's Vert.x context.
 */
public final class ReadRetry {
    private final Guard guard;
    private final Predicate<Throwable> isNotSent;

    /**
     * Creates a retry.
     *
     * @param retries after the first attempt; at least 1
     * @param delay longest pause before the first retry; doubles with each further one
     * @param isTransient failures that are retried
     * @param isNotSent failures of attempts that were not sent
     */
    public ReadRetry(
            String name,
            int retries,
            Duration delay,
            Predicate<Throwable> isTransient,
            Predicate<Throwable> isNotSent) {
        this.isNotSent = isNotSent;
        long jitter = delay.toMillis() / 4;
        this.guard = Guard.create()
                .withDescription(name)
                .withRetry()
                .maxRetries(retries)
                .delay(delay.toMillis() - jitter, ChronoUnit.MILLIS)
                .jitter(jitter, ChronoUnit.MILLIS)
                .whenException(isTransient)
                .withExponentialBackoff()
                .factor(2)
                .done()
                .done()
                .build();
    }

    /**
     * Makes the call, with retries after transient failures.
     *
     * @param attempt makes an attempt, given its number from 1
     */
    public <T> Uni<T> call(IntFunction<Uni<T>> attempt) {
        return Uni.createFrom().deferred(() -> {
            Attempts<T> attempts = new Attempts<>(attempt);
            return guard.get(attempts::next, new TypeLiteral<Uni<T>>() {})
                    .onFailure(isNotSent)
                    .transform(notSent -> requireNonNullElse(attempts.lastFailure, notSent))
                    .onCancellation()
                    .invoke(attempts::cancel);
        });
    }

    private final class Attempts<T> {
        private final IntFunction<Uni<T>> attempt;
        private int count;
        private volatile boolean isCancelled;
        private volatile @Nullable UniSubscription current;
        private volatile @Nullable Throwable lastFailure;

        Attempts(IntFunction<Uni<T>> attempt) {
            this.attempt = attempt;
        }

        Uni<T> next() {
            return isCancelled
                    ? Uni.createFrom().failure(new CancellationException())
                    : attempt.apply(++count)
                            .onSubscription()
                            .invoke(this::onSubscription)
                            .onFailure(isNotSent.negate())
                            .invoke(failure -> lastFailure = failure);
        }

        private void onSubscription(UniSubscription subscription) {
            current = subscription;
            if (isCancelled) {
                subscription.cancel();
            }
        }

        /** Needed because SmallRye does not cancel what runs inside a guard. */
        void cancel() {
            isCancelled = true;
            if (current != null) {
                current.cancel();
            }
        }
    }
}
