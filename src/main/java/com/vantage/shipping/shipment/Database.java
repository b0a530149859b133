package com.vantage.shipping.shipment;

import com.vantage.shipping.api.problem.StoreFailures;
import com.vantage.shipping.carrier.VertxContextExecutor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Runs transactions in PostgreSQL and retries them during a failover, on new connections, until they succeed or {@link
 * PurchaseConfig#databaseTimeout} has elapsed. A connection may be lost during a commit whose outcome is then
 * unknown: each transaction must detect from the rows that it was committed before.
 */
@ApplicationScoped
class Database {
    /** Longer than writing a shipment with its labels takes; ends waits for a server that does not respond. */
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration MIN_BACKOFF = Duration.ofMillis(50);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(1);

    private final Mutiny.SessionFactory sessions;
    private final Duration timeout;
    private final Duration attemptTimeout;
    private final Counter retries;

    Database(Mutiny.SessionFactory sessions, PurchaseConfig config, MeterRegistry meters) {
        this.sessions = sessions;
        this.timeout = config.databaseTimeout();
        this.attemptTimeout = Collections.min(List.of(ATTEMPT_TIMEOUT, timeout));
        this.retries = Counter.builder("database.retries")
                .description("Transactions retried because the database could not complete them")
                .register(meters);
    }

    /** @param statement a single statement, which is its own transaction; may be executed repeatedly */
    <T> Uni<T> execute(Function<ShipmentQueries, Uni<T>> statement) {
        return withRetries(() -> executeOnce(statement));
    }

    /** @param work may be executed repeatedly; rolled back on failure */
    <T> Uni<T> inTransaction(Function<ShipmentQueries, Uni<T>> work) {
        return withRetries(
                () -> executeOnce(queries -> queries.session().withTransaction(transaction -> work.apply(queries))));
    }

    /** Executes work once, without retry. */
    <T> Uni<T> executeOnce(Function<ShipmentQueries, Uni<T>> work) {
        return execute(sessions, work);
    }

    /**
     * Executes work in a session of its own. Continues when its caller cancels: otherwise a connection that is acquired
     * afterwards would never return to the pool.
     */
    static <T> Uni<T> execute(Mutiny.SessionFactory sessions, Function<ShipmentQueries, Uni<T>> work) {
        return Uni.createFrom().emitter(result -> sessions.openStatelessSession()
                .chain(session -> work.apply(new ShipmentQueries_(session)).eventually(session::close))
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
                    .onFailure(Database::isRetryExhausted)
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
