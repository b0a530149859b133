package com.vantage.shipping.persistence;

import com.vantage.shipping.api.problem.StoreFailures;
import com.vantage.shipping.carrier.VertxContextExecutor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Runs transactions in PostgreSQL and retries them during a failover, on new connections, until they succeed or the
 * timeout has elapsed. A connection may be lost during a commit whose outcome is then unknown: each transaction must
 * detect from the rows that it was committed before.
 *
 * @param <Q> the queries of a session
 */
public abstract class Transactions<Q> {
    /** Longer than writing a shipment with its labels takes; ends waits for a server that does not respond. */
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration MIN_BACKOFF = Duration.ofMillis(50);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(1);

    private final Mutiny.SessionFactory sessions;
    private final Function<Mutiny.StatelessSession, Q> queries;
    private final Duration timeout;
    private final Duration attemptTimeout;
    private final Counter retries;

    /**
     * @param queries creates the queries of a session
     * @param timeout how long a transaction is retried
     */
    protected Transactions(
            Mutiny.SessionFactory sessions,
            Function<Mutiny.StatelessSession, Q> queries,
            Duration timeout,
            MeterRegistry meters) {
        this.sessions = sessions;
        this.queries = queries;
        this.timeout = timeout;
        this.attemptTimeout = Collections.min(List.of(ATTEMPT_TIMEOUT, timeout));
        this.retries = Counter.builder("database.retries")
                .description("Transactions retried because the database could not complete them")
                .register(meters);
    }

    /** @param statement a single statement, which is its own transaction; may be executed repeatedly */
    public <T> Uni<T> execute(Function<Q, Uni<T>> statement) {
        return withRetries(() -> executeOnce(statement));
    }

    /** @param work may be executed repeatedly; rolled back on failure */
    public <T> Uni<T> inTransaction(Function<Q, Uni<T>> work) {
        return withRetries(() -> inSession(
                sessions, session -> session.withTransaction(transaction -> work.apply(queries.apply(session)))));
    }

    /** Executes work once, without retry. */
    public <T> Uni<T> executeOnce(Function<Q, Uni<T>> work) {
        return inSession(sessions, session -> work.apply(queries.apply(session)));
    }

    /**
     * Executes work in a session of its own. Continues when its caller cancels: otherwise a connection that is acquired
     * afterwards would never return to the pool.
     */
    protected static <T> Uni<T> inSession(
            Mutiny.SessionFactory sessions, Function<Mutiny.StatelessSession, Uni<T>> work) {
        return Uni.createFrom().emitter(result -> sessions.openStatelessSession()
                .chain(session -> work.apply(session).eventually(session::close))
                .subscribe()
                .with(result::complete, result::fail));
    }

    private <T> Uni<T> withRetries(Supplier<Uni<T>> attempt) {
        return Uni.createFrom().deferred(() -> {
            Executor context = VertxContextExecutor.current();
            AtomicBoolean isRetry = new AtomicBoolean();
            return Uni.createFrom()
                    .deferred(() -> {
                        if (isRetry.getAndSet(true)) {
                            retries.increment();
                        }
                        return attempt.get();
                    })
                    .runSubscriptionOn(context)
                    .ifNoItem()
                    .after(attemptTimeout)
                    .fail()
                    .onFailure(StoreFailures::isTransient)
                    .retry()
                    .withBackOff(MIN_BACKOFF, MAX_BACKOFF)
                    .expireIn(timeout.toMillis())
                    .onFailure(Transactions::isRetryExhausted)
                    .transform(Throwable::getCause)
                    .emitOn(context);
        });
    }

    /** Mutiny wraps the last failure in an IllegalStateException when retries are exhausted. */
    private static boolean isRetryExhausted(Throwable failure) {
        return failure instanceof IllegalStateException
                && failure.getCause() != null
                && StoreFailures.isTransient(failure.getCause());
    }
}
