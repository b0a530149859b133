package com.vantage.shipping.drill;

import com.vantage.shipping.drill.GrowthQuestions.Question;
import com.vantage.shipping.drill.GrowthQuestions.Sample;
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
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** One connection as the service has them: a pooler may be in between, so every statement is planned anew. */
final class Session implements AutoCloseable {
    private static final String MEASURED = "EXPLAIN (ANALYZE, TIMING OFF, SUMMARY, FORMAT JSON) ";

    private final PgConnection connection;

    Session(Vertx vertx, int port, String database) {
        connection = done(PgConnection.connect(
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
        return done(connection.preparedQuery(sql).execute(parameters));
    }

    /** Several statements without parameters. */
    RowSet<Row> run(String sql) {
        return done(connection.query(sql).execute());
    }

    /** Does it, and tells how; without a clock at each node, which would take longer than what it measures. */
    Plan measure(Question question, Sample sample) {
        return plan(explained(MEASURED, question, sample));
    }

    Plan measure(String sql, Tuple parameters) {
        return plan(run(MEASURED + sql, parameters));
    }

    private static Plan plan(RowSet<Row> told) {
        return Plan.of((JsonArray) told.iterator().next().getValue(0));
    }

    /** For people to read. */
    String explain(Question question, Sample sample) {
        RowSet<Row> lines = explained("EXPLAIN (ANALYZE, BUFFERS) ", question, sample);
        return StreamSupport.stream(lines.spliterator(), false)
                .map(line -> line.getString(0))
                .collect(Collectors.joining("\n"));
    }

    private RowSet<Row> explained(String how, Question question, Sample sample) {
        Tuple parameters = question.parameters().apply(sample);
        return question.sql().startsWith("EXECUTE")
                ? run(how + question.sql() + literals(parameters))
                : run(how + question.sql(), parameters);
    }

    private static String literals(Tuple parameters) {
        return IntStream.range(0, parameters.size())
                .mapToObj(parameters::getValue)
                .map(value -> value == null ? "NULL" : "'" + value + "'")
                .collect(Collectors.joining(", ", "(", ")"));
    }

    @Override
    public void close() {
        done(connection.close());
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
