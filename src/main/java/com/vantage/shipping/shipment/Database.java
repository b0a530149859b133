package com.vantage.shipping.shipment;

import com.vantage.shipping.carrier.Contexts;
import com.vantage.shipping.problem.StoreFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * PostgreSQL, which may be failing over: then the whole transaction is made again, on another connection, until it goes well
 * or {@link PurchasesConfig#databasePatience} is over. A connection may be lost in the middle of a commit, so that nobody
 * knows whether it was made: every transaction must see by what it finds that it has been made already.
 */
@ApplicationScoped
class Database {
    /** Longer than a good one ever takes to write a shipment with its labels; PostgreSQL may also be there and say nothing. */
    private static final Duration LONGEST_TRY = Duration.ofSeconds(5);

    private static final long SHORTEST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1000;

    private final Pool pool;
    private final PurchasesConfig config;
    private final Counter retries;

    Database(Pool pool, PurchasesConfig config, MeterRegistry meters) {
        this.pool = pool;
        this.config = config;
        this.retries = Counter.builder("database.retries")
                .description("Transactions made again because the database could not end them")
                .register(meters);
    }

    Uni<RowSet<Row>> query(String sql, Tuple parameters) {
        return persistently(pool.preparedQuery(sql).execute(parameters));
    }

    /** @param work that may be done several times; rolled back whenever it fails */
    <T> Uni<T> transaction(Function<SqlConnection, Uni<T>> work) {
        return persistently(pool.withTransaction(work));
    }

    private <T> Uni<T> persistently(Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            long end = System.nanoTime() + config.databasePatience().toNanos();
            return tried(work, end, SHORTEST_PAUSE_MILLIS).emitOn(Contexts.here());
        });
    }

    private <T> Uni<T> tried(Uni<T> work, long end, long pause) {
        return work.ifNoItem()
                .after(LONGEST_TRY)
                .fail()
                .onFailure(failure -> StoreFailure.isPassing(failure) && hasTime(end, pause))
                .recoverWithUni(failure -> {
                    retries.increment();
                    Log.debugf("The database is asked again: %s", failure.getMessage());
                    return Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(Duration.ofMillis(
                                    pause / 2 + ThreadLocalRandom.current().nextLong(pause)))
                            .chain(() -> tried(work, end, Math.min(2 * pause, LONGEST_PAUSE_MILLIS)));
                });
    }

    private static boolean hasTime(long end, long pause) {
        return end - System.nanoTime() > Duration.ofMillis(2 * pause).toNanos();
    }
}
