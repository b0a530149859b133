package com.vantage.shipping.drill;

import com.vantage.shipping.drill.GrowthQueries.QueryCase;
import com.vantage.shipping.drill.GrowthQueries.Sample;
import com.vantage.shipping.migration.PartitionIndexes;
import com.vantage.shipping.sandbox.LoopbackPostgres;
import com.vantage.shipping.shipment.Statements;
import com.vantage.shipping.shipment.Statements.Statement;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;

/**
 * Measures the service's queries on tables with years of shipments, compared with empty tables. Prints promises with
 * measurements, and writes the query plans to a file.
 */
final class GrowthDrill implements AutoCloseable {
    private static final String HELP = """
            Usage: ./mvnw -q test-compile exec:exec@growth-drill [-Ddrill.shipments=N]

            Fills a separate PostgreSQL with N shipments (10000 to 20000000, default 10000000) of 24 months and
            measures in turns, there and in an empty database, the service's queries: reads by id, by order,
            lists, events, keys, the reconciler's take, and what is written for a purchase. 10000000 take about ten
            minutes and 15 GB of disk.

            Prints what was promised beside what was measured; all plans go to target/growth-drill.txt. Exit code 1: a
            promise was broken.
            """;

    private static final Path PLANS = Path.of("target", "growth-drill.txt");
    private static final String EMPTY = "drill_empty";
    private static final String FULL = "drill_full";
    private static final int MEASUREMENTS = 200;
    private static final int PURCHASES = 300;
    private static final int WARM_UP = 30;
    private static final int EXPLAINED = 20;
    private static final Pattern FUNCTION = Pattern.compile("SELECT \\* FROM (\\w+)\\(.*\\)", Pattern.DOTALL);

    private final long shipments;
    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedPostgres postgres;
    private final PromiseTable promises = new PromiseTable();
    private final Set<String> usedIndexes = new TreeSet<>();
    private final StringBuilder plans = new StringBuilder();

    private GrowthDrill(long shipments) throws IOException {
        this.shipments = shipments;
        this.postgres = LoopbackPostgres.start(Map.of(
                "shared_buffers", "2GB",
                "work_mem", "64MB",
                "max_wal_size", "8GB",
                // Tables created and filled in one transaction are not logged
                "wal_level", "minimal",
                "max_wal_senders", "0",
                "synchronous_commit", "on",
                // It would run at an arbitrary time; the fill runs ANALYZE itself
                "autovacuum", "off"));
    }

    public static void main(String[] args) throws Exception {
        long shipments = args.length == 1 && args[0].matches("\\d{1,8}") ? Long.parseLong(args[0]) : 0;
        if (shipments < 10_000 || shipments > 20_000_000) {
            System.out.print(HELP);
            return;
        }
        Locale.setDefault(Locale.ROOT);
        int broken;
        try (GrowthDrill drill = new GrowthDrill(shipments)) {
            drill.run();
            broken = drill.promises.broken();
        }
        System.exit(broken == 0 ? 0 : 1);
    }

    private void run() throws Exception {
        migrate(EMPTY);
        migrate(FULL);
        System.out.printf("Filling in %,d shipments …%n", shipments);
        new GrowthFill(() -> session(FULL), shipments).fill();
        try (Session empty = session(EMPTY);
                Session full = session(FULL);
                Statements statements = new Statements(postgres.getJdbcUrl("postgres", EMPTY))) {
            System.out.printf("%s on disk%n", size(full));
            measureQueries(statements, empty, full);
            create(empty, full);
            indexes(full);
        }
        Files.createDirectories(PLANS.toAbsolutePath().getParent());
        Files.writeString(PLANS, plans);
        System.out.printf("%nPlans: %s%n", PLANS);
    }

    private void measureQueries(Statements statements, Session empty, Session full) {
        promises.scenario(
                "Reads, median of %d with planning, in ms: empty, full (of that planning)".formatted(MEASUREMENTS));
        List<Sample> samples = GrowthQueries.samples(full, shipments);
        Map<String, String> parents = parents(full);
        for (QueryCase queryCase : GrowthQueries.ALL) {
            List<Plan> ofEmpty = new ArrayList<>();
            List<Plan> ofFull = new ArrayList<>();
            for (int i = 0; i < WARM_UP + MEASUREMENTS; i++) {
                Sample sample = samples.get(i % samples.size());
                Statement statement = statement(statements, queryCase, sample);
                ofEmpty.add(measure(empty, statement));
                ofFull.add(measure(full, statement));
            }
            report(queryCase, warm(ofEmpty), warm(ofFull));
            recordPlans(
                    queryCase.name(),
                    full,
                    samples.stream()
                            .limit(EXPLAINED)
                            .map(sample -> statement(statements, queryCase, sample))
                            .toList(),
                    parents);
        }
    }

    /** In a transaction that is rolled back, so that the next run finds the same rows. */
    private static Plan measure(Session session, Statement statement) {
        session.run("BEGIN");
        Plan plan = session.measure(statement.sql(), statement.parameters());
        session.run("ROLLBACK");
        return plan;
    }

    private void report(QueryCase queryCase, List<Plan> ofEmpty, List<Plan> ofFull) {
        double millis = median(ofFull, Plan::millis);
        String measured = "%.2f, %.2f (%.2f)"
                .formatted(median(ofEmpty, Plan::millis), millis, median(ofFull, Plan::planningMillis));
        if (Set.of(GrowthQueries.BY_ID, GrowthQueries.BY_ORDER, GrowthQueries.BY_ORDER_OF_ALL)
                .contains(queryCase.name())) {
            promises.row(queryCase.name() + ": under 1 ms", millis < 1, measured);
        } else {
            promises.measurement(queryCase.name(), measured);
        }
    }

    private static Statement statement(Statements statements, QueryCase queryCase, Sample sample) {
        return statements.of(queryCase.query(), queryCase.parameters().apply(sample));
    }

    private void recordPlans(String name, Session full, List<Statement> statements, Map<String, String> parents) {
        Set<String> by = new TreeSet<>();
        Set<String> whole = new TreeSet<>();
        List<Statement> inside = insideFunction(full, statements);
        for (Statement each : inside) {
            Plan plan = measure(full, each);
            plan.indexes().forEach(index -> by.add(parents.getOrDefault(index, index)));
            whole.addAll(plan.sequentialScans());
        }
        usedIndexes.addAll(by);
        promises.measurement("    by " + String.join(", ", by), whole.isEmpty() ? "" : "reads as a whole: " + whole);
        full.run("BEGIN");
        String plan = full.explain(inside.getFirst());
        full.run("ROLLBACK; SET plan_cache_mode = auto");
        plans.append("== %s: %s%n%n%s%n%n%s%n%n"
                .formatted(name, by, statements.getFirst().sql(), plan));
    }

    /**
     * EXPLAIN does not show the plans inside functions, so their body is prepared and planned generically, as in the
     * function.
     */
    private static List<Statement> insideFunction(Session session, List<Statement> statements) {
        Matcher call = FUNCTION.matcher(statements.getFirst().sql());
        if (!call.matches()) {
            return statements;
        }
        String body = session.run("SELECT prosrc FROM pg_proc WHERE proname = $1", Tuple.of(call.group(1)))
                .iterator()
                .next()
                .getString(0);
        String query = body.substring(body.indexOf("SELECT"), body.lastIndexOf(';', body.lastIndexOf("END")));
        session.run("DEALLOCATE ALL; SET plan_cache_mode = force_generic_plan; PREPARE inside AS " + query);
        return statements.stream()
                .map(each -> new Statement("EXECUTE inside" + literals(each.parameters()), Tuple.tuple()))
                .toList();
    }

    private static String literals(Tuple parameters) {
        return IntStream.range(0, parameters.size())
                .mapToObj(parameters::getValue)
                .map(value -> switch (value) {
                    case null -> "NULL";
                    case String[] several -> "'{" + String.join(",", several) + "}'";
                    default -> "'" + value + "'";
                })
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private void create(Session empty, Session full) {
        GrowthCreate inEmpty = new GrowthCreate(empty, true);
        GrowthCreate inFull = new GrowthCreate(full, true);
        List<double[]> times = new ArrayList<>();
        for (int i = 0; i < WARM_UP + PURCHASES; i++) {
            double[] row = {inEmpty.measured(), inFull.measured(), inEmpty.waitedFor(), inFull.waitedFor()};
            if (i >= WARM_UP) {
                times.add(row);
            }
        }
        promises.scenario("What is written for a purchase, median of %d, in ms: empty, full".formatted(PURCHASES));
        double before = median(times, row -> row[0]);
        double after = median(times, row -> row[1]);
        promises.row(
                "in the database: within 20 % of an empty one",
                after <= 1.2 * before, "%.2f, %.2f: %+.0f %%".formatted(before, after, 100 * (after / before - 1)));
        double waitedBefore = median(times, row -> row[2]);
        double waitedAfter = median(times, row -> row[3]);
        promises.row(
                "with its three commits, for who waits: likewise",
                waitedAfter <= 1.2 * waitedBefore,
                "%.2f, %.2f: %+.0f %%".formatted(waitedBefore, waitedAfter, 100 * (waitedAfter / waitedBefore - 1)));
    }

    /** {@code idempotency_key_shipment} is used to answer and free keys, not for reads. */
    private void indexes(Session full) {
        Set<String> unused = new TreeSet<>();
        full.run("SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid IN ('shipment'::regclass, "
                        + "'label'::regclass, 'shipment_event'::regclass, 'shipment_detail'::regclass, "
                        + "'idempotency_key'::regclass)")
                .forEach(row -> unused.add(row.getString(0)));
        unused.removeAll(usedIndexes);
        unused.remove("idempotency_key_shipment");
        promises.scenario("Indexes");
        promises.row("each is used by some query", unused.isEmpty(), unused.isEmpty() ? "all" : unused.toString());
    }

    /** Maps the indexes of partitions to those of the whole tables. */
    private static Map<String, String> parents(Session session) {
        Map<String, String> parents = new HashMap<>();
        for (Row row : session.run("SELECT inhrelid::regclass::text, inhparent::regclass::text FROM pg_inherits")) {
            parents.put(row.getString(0), row.getString(1));
        }
        return parents;
    }

    private static String size(Session session) {
        return session.run("SELECT pg_size_pretty(pg_database_size(current_database()))")
                .iterator()
                .next()
                .getString(0);
    }

    private void migrate(String database) {
        try (Session session = session("postgres")) {
            session.run("CREATE DATABASE " + database);
        }
        Flyway.configure()
                .dataSource(postgres.getDatabase("postgres", database))
                .locations("classpath:db/migration")
                .placeholders(Map.of("service_role", "none"))
                .callbacks(new PartitionIndexes())
                .load()
                .migrate();
    }

    private Session session(String database) {
        return new Session(vertx, postgres.getPort(), database);
    }

    private static <T> List<T> warm(List<T> all) {
        return all.subList(WARM_UP, all.size());
    }

    private static <T> double median(List<T> all, ToDoubleFunction<T> figure) {
        double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    @Override
    public void close() throws IOException {
        vertx.close();
        postgres.close();
    }
}
