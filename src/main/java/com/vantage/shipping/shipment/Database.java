package com.vantage.shipping.shipment;

import com.vantage.shipping.carrier.Contexts;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Function;

/** PostgreSQL, which may also be there and say nothing: whoever waits for it gives up in time. */
@ApplicationScoped
class Database {
    /** Longer than a good one ever takes to write a shipment with its labels. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Pool pool;

    Database(Pool pool) {
        this.pool = pool;
    }

    Uni<RowSet<Row>> query(String sql, Tuple parameters) {
        return inTime(pool.preparedQuery(sql).execute(parameters));
    }

    /** Rolled back if its maker gives up before it is to be committed. */
    <T> Uni<T> transaction(Function<SqlConnection, Uni<T>> work) {
        return inTime(pool.withTransaction(work));
    }

    private static <T> Uni<T> inTime(Uni<T> work) {
        return Uni.createFrom()
                .deferred(() -> work.ifNoItem().after(PATIENCE).fail().emitOn(Contexts.here()));
    }
}
