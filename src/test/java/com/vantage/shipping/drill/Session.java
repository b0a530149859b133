package com.vantage.shipping.drill;

import com.vantage.shipping.shipment.Statements.Statement;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A connection configured like the service's: a pooler may be in between, so every statement is planned anew. */
final class Session implements AutoCloseable {
    private static final String EXPLAIN_ANALYZE = "EXPLAIN (ANALYZE, TIMING OFF, SUMMARY, FORMAT JSON) ";

    private final PgConnection connection;

    Session(Vertx vertx, int port, String database) {
        connection = await(PgConnection.connect(
                vertx,
                new PgConnectOptions()
                        .setPort(port)
                        .setHost("127.0.0.1")
                        .setDatabase(database)
                        .setUser("postgres")
                        .setPassword("postgres")
                        .setUseLayer7Proxy(true)));
    }

    RowSet<Row> run(String sql, Tuple parameters) {
        return await(connection.preparedQuery(sql).execute(parameters));
    }

    /** Executes several statements without parameters. */
    RowSet<Row> run(String sql) {
        return await(connection.query(sql).execute());
    }

    /** Executes a statement and returns its plan, without timing each node, which would distort the measurement. */
    Plan measure(String sql, Tuple parameters) {
        return plan(run(EXPLAIN_ANALYZE + sql, parameters));
    }

    private static Plan plan(RowSet<Row> rows) {
        return Plan.of((JsonArray) rows.iterator().next().getValue(0));
    }

    /** A readable plan. */
    String explain(Statement statement) {
        RowSet<Row> lines = run("EXPLAIN (ANALYZE, BUFFERS) " + statement.sql(), statement.parameters());
        return StreamSupport.stream(lines.spliterator(), false)
                .map(line -> line.getString(0))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        await(connection.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
