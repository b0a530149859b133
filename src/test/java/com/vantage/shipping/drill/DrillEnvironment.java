package com.vantage.shipping.drill;

import static com.vantage.shipping.support.ApiTest.parcel;
import static com.vantage.shipping.support.ApiTest.place;

import com.vantage.shipping.drill.Call.Kind;
import com.vantage.shipping.sandbox.Sandbox;
import com.vantage.shipping.sandbox.SimulatedCarrier;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Common parts of purchase drills: simulated carriers, replicas, load, and audit. */
final class DrillEnvironment implements AutoCloseable {
    /** Long, so that no parcel is picked up, which would prevent voiding its label. */
    private static final Duration JOURNEY_STEP = Duration.ofDays(1);

    private final Sandbox sandbox = Sandbox.start(new Sandbox.Options(0, true, JOURNEY_STEP));
    private final Vertx vertx = Vertx.vertx();
    private final SamplePurchases orders = new SamplePurchases();
    private final List<Load> loads = new ArrayList<>();
    private final Set<Timeline> timelines = new HashSet<>();
    private final String token = sandbox.tokens()
            .token("drill", "drill", "shipping:quote shipping:track shipping:ship shipping:ops", Duration.ofHours(6));

    /** Connects the audit to the database. */
    interface Database {
        Connection connect() throws SQLException;
    }

    DrillEnvironment() {
        // Realistic medians, without rare calls that exceed all deadlines
        sandbox.ups().setLatency(320, 700);
        sandbox.fedex().setLatency(480, 900);
        sandbox.usps().setLatency(180, 500);
    }

    Sandbox sandbox() {
        return sandbox;
    }

    /** @param settings in addition to the sandbox's, which they override */
    Fleet fleet(int replicas, Map<String, String> settings) {
        System.out.printf("Starting %d replicas …%n", replicas);
        return Fleet.start(replicas, settings(settings));
    }

    /** Settings of replicas in drills, with these in addition. */
    Map<String, String> settings(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(sandbox.settings());
        for (SimulatedCarrier carrier : sandbox.carriers()) {
            all.put("shipping.carriers." + carrier.code() + ".quota", "1000/1s");
        }
        all.put("shipping.callers.limited", "false");
        // A machine that runs the whole platform has event loop delays
        all.put("shipping.shedding.max-event-loop-lag", "10s");
        // The simulated carriers list sales at once, so short intervals suffice
        all.put("shipping.purchases.reconcile-interval", "1s");
        all.put("shipping.purchases.lease-duration", "45s");
        all.put("shipping.purchases.first-reconcile-delay", "2s");
        all.put("shipping.purchases.max-reconcile-delay", "5s");
        all.put("shipping.purchases.listing-grace-period", "20s");
        all.putAll(settings);
        return all;
    }

    Load load(Fleet fleet, Timeline timeline) {
        return load(fleet, timeline, RetryPolicy.DOCUMENTED);
    }

    Load load(Fleet fleet, Timeline timeline, RetryPolicy retryPolicy) {
        Load load = new Load(vertx, fleet, token, timeline, retryPolicy);
        loads.add(load);
        timelines.add(timeline);
        return load;
    }

    Call order(long turn) {
        return orders.next();
    }

    /** Each differs from the previous one, so that no two share a call. */
    Call quote(long turn) {
        return Call.quote(new JsonObject()
                .put("origin", place("10001"))
                .put("destination", place("90210"))
                .put("packages", new JsonArray().add(parcel(16 + (int) (turn % 900), 12, 8, 6))));
    }

    /** Warms up: a cold JVM is ten times slower for its first calls. */
    List<String> warmUp(Fleet fleet) throws InterruptedException {
        System.out.print("Warming up ");
        Timeline timeline = new Timeline();
        Load load = load(fleet, timeline);
        for (int round = 0; round < 10; round++) {
            timeline.resume();
            load.callConcurrently(10, this::quote);
            timeline.resume();
            load.callConcurrently(6, this::order);
            System.out.print(".");
        }
        System.out.println();
        return load.attempts().filter(answer -> answer.is(Kind.PURCHASE)).filter(Answer::isOk).all().stream()
                .map(answer -> Objects.requireNonNull(answer.bought()).shipment())
                .toList();
    }

    /** The last answer of each purchase since the start. */
    LoadAnswers purchases() {
        return new LoadAnswers(timelines.stream()
                .flatMap(timeline -> timeline.answers().all().stream())
                .filter(answer -> answer.is(Kind.PURCHASE))
                .toList());
    }

    /** Waits until all purchases are settled or the time is over, and returns the time waited. */
    Duration settle(Database database, Duration timeout) throws SQLException, InterruptedException {
        long from = System.nanoTime();
        while (unsettled(database) > 0 && System.nanoTime() - from < timeout.toNanos()) {
            Thread.sleep(Duration.ofSeconds(1));
        }
        return Duration.ofNanos(System.nanoTime() - from);
    }

    private static int unsettled(Database database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(
                        "SELECT count(*) FROM shipment WHERE state IN ('requested', 'purchasing', 'unknown')")) {
            count.next();
            return count.getInt(1);
        }
    }

    void audit(Database database, PromiseTable promises) throws SQLException {
        try (Connection connection = database.connect()) {
            Audit.of(Records.read(connection, sandbox.soldLabels()), purchases())
                    .printTo(promises);
        }
    }

    @Override
    public void close() {
        loads.forEach(Load::close);
        sandbox.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
