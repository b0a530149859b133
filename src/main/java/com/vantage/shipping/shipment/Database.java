package com.vantage.shipping.shipment;

import com.vantage.shipping.carrier.Contexts;
import com.vantage.shipping.problem.StoreFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * PostgreSQL, which may be failing over: then the whole transaction is made again, on another connection, until it goes well
 * or {@link PurchasesConfig#databasePatience} is over. A connection may be lost in the middle of a commit, so that nobody
 * knows whether it was made: every transaction must see by what it finds that it has been made already.
 */
@ApplicationScoped
class Database {
    /** Longer than a good one ever takes to write a shipment with its labels; PostgreSQL may also be there and say nothing. */
    private static final Duration LONGEST_TRY = Duration.ofSeconds(5);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Mutiny.SessionFactory sessions;
    private final PurchasesConfig config;
    private final Counter retries;

    Database(Mutiny.SessionFactory sessions, PurchasesConfig config, MeterRegistry meters) {
        this.sessions = sessions;
        this.config = config;
        this.retries = Counter.builder("database.retries")
                .description("Transactions made again because the database could not end them")
                .register(meters);
    }

    /** @param statement one, which is a transaction by itself, and may be made several times */
    <T> Uni<T> statement(Function<ShipmentQueries, Uni<T>> statement) {
        return retrying(() -> attempt(statement));
    }

    /** @param work that may be done several times; rolled back whenever it fails */
    <T> Uni<T> transaction(Function<ShipmentQueries, Uni<T>> work) {
        return retrying(() -> attempt(queries -> queries.session().withTransaction(begun -> work.apply(queries))));
    }

    /** Once, whatever the database says. */
    <T> Uni<T> attempt(Function<ShipmentQueries, Uni<T>> work) {
        // Goes on to its end when its caller has gone: else a connection that comes then would never go back to the
        // pool
        return Uni.createFrom().emitter(result -> sessions.openStatelessSession()
                .chain(session -> work.apply(new ShipmentQueries_(session)).eventually(session::close))
                .subscribe()
                .with(result::complete, result::fail));
    }

    private <T> Uni<T> retrying(Supplier<Uni<T>> attempt) {
        return Uni.createFrom().deferred(() -> {
            Executor here = Contexts.here();
            AtomicBoolean isRetry = new AtomicBoolean();
            return Uni.createFrom()
                    .deferred(() -> {
                        if (isRetry.getAndSet(true)) {
                            retries.increment();
                        }
                        return attempt.get();
                    })
                    .runSubscriptionOn(here)
                    .ifNoItem()
                    .after(LONGEST_TRY)
                    .fail()
                    .onFailure(StoreFailure::isPassing)
                    .retry()
                    .withBackOff(SHORTEST_PAUSE, LONGEST_PAUSE)
                    .expireIn(config.databasePatience().toMillis())
                    .onFailure(Database::isRetryExhausted)
                    .transform(Throwable::getCause)
                    .emitOn(here);
        });
    }

    /** Mutiny's word for it, around the last failure. */
    private static boolean isRetryExhausted(Throwable failure) {
        return failure instanceof IllegalStateException
                && failure.getCause() != null
                && StoreFailure.isPassing(failure.getCause());
    }
}
