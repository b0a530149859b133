package com.vantage.shipping.drill;

import com.vantage.shipping.drill.Call.Kind;
import com.vantage.shipping.sandbox.SimulatedCarrier;
import com.vantage.shipping.support.PackagedService;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Trains the AOT cache (JEP 483, 514) with the packaged service under a realistic load: its JVM records the classes
 * that it has loaded and linked, and writes the cache on exit.
 */
final class AotTraining {
    private static final String HELP = """
            Usage: ./mvnw -q package -DskipTests exec:exec@aot-training [-Daot.cache=FILE] [-Dservice.java=JAVA]

            Starts the packaged service with simulated carriers, runs quotes, purchases, tracking and reports, stops it, and
            writes the cache to FILE (target/shipping-service.aot). Only the same Java with the same options can
            use it. Takes about half a minute.
            """;

    /** JVM options of the image. */
    static final Path OPTIONS = Path.of("src/main/image/jvm.options").toAbsolutePath();

    private static final int ROUNDS = 40;
    private static final int QUOTES = 20;
    private static final int ORDERS = 3;
    /** Per parcel: the first one calls the carrier, the others are answered from the cache. */
    private static final int LOOKUPS = 10;

    private static final List<String> PAGES = List.of(
            "/api/v2/shipments?limit=20",
            "/api/v2/shipments/events?limit=20",
            "/api/v2/shipments/audit?limit=20",
            "/api/v2/carriers/health",
            "/api/v2/openapi",
            "/api/v2/docs/");

    private AotTraining() {}

    public static void main(String[] args) throws Exception {
        if (args.length != 1) {
            System.out.print(HELP);
            return;
        }
        try (DrillEnvironment environment = new DrillEnvironment()) {
            train(environment, Path.of(args[0]).toAbsolutePath());
        }
    }

    /** Writes a new cache. */
    static void train(DrillEnvironment environment, Path cache) throws IOException, InterruptedException {
        Files.deleteIfExists(cache);
        environment.sandbox().carriers().forEach(carrier -> carrier.removeLatency());
        Map<String, String> settings = environment.settings(relaxedSettings(environment));
        List<String> command = PackagedService.command("@" + OPTIONS, "-XX:AOTCacheOutput=" + cache);
        System.out.print("Training ");
        try (Fleet fleet = Fleet.start(1, settings, command)) {
            runWorkload(environment, fleet);
            fleet.stop();
        }
        if (!Files.exists(cache)) {
            throw new IOException("the JVM did not write " + cache);
        }
        System.out.printf("%n%s: %,d bytes%n", cache, Files.size(cache));
    }

    /** Long timeouts: a recording JVM on a busy machine is slow, which is no failure of a carrier. */
    private static Map<String, String> relaxedSettings(DrillEnvironment environment) {
        Map<String, String> settings = new HashMap<>(Map.of("quarkus.shutdown.delay", "0s"));
        for (SimulatedCarrier carrier : environment.sandbox().carriers()) {
            for (String timeout : List.of("deadline", "timeout", "quota-timeout")) {
                settings.put("shipping.carriers." + carrier.code() + "." + timeout, "30s");
            }
        }
        return settings;
    }

    private static void runWorkload(DrillEnvironment environment, Fleet fleet) throws InterruptedException {
        Timeline timeline = new Timeline();
        Load load = environment.load(fleet, timeline);
        for (int round = 0; round < ROUNDS; round++) {
            atOnce(load, timeline, QUOTES, environment::quote);
            atOnce(load, timeline, ORDERS, environment::order);
            atOnce(load, timeline, PAGES.size(), turn -> get(PAGES.get((int) turn)));
            fleet.total("carrier_call_seconds_count");
            System.out.print(".");
        }
        List<String> bought = environment.purchases().all().stream()
                .map(answer -> Objects.requireNonNull(answer.bought()).shipment())
                .toList();
        for (int round = 0; round < LOOKUPS; round++) {
            each(bought, Call::tracking, load, timeline);
            System.out.print(".");
        }
        each(bought, Call::read, load, timeline);
        each(bought, shipment -> get("/api/v2/shipments/" + shipment + "/label"), load, timeline);
        each(bought, AotTraining::cancel, load, timeline);
        LoadAnswers answers = timeline.answers();
        if (!answers.areAllOk()) {
            throw new IllegalStateException("a call to the service failed: "
                    + answers.filter(answer -> !answer.isOk()).all().getFirst());
        }
    }

    private static void each(List<String> shipments, Function<String, Call> call, Load load, Timeline timeline)
            throws InterruptedException {
        for (int from = 0; from < shipments.size(); from += QUOTES) {
            List<String> some = shipments.subList(from, Math.min(from + QUOTES, shipments.size()));
            atOnce(load, timeline, some.size(), turn -> call.apply(some.get((int) turn)));
        }
    }

    private static void atOnce(Load load, Timeline timeline, int callers, LongFunction<Call> calls)
            throws InterruptedException {
        timeline.resume();
        load.callConcurrently(callers, calls);
    }

    private static Call get(String path) {
        return new Call(Kind.READ, path, null, null);
    }

    private static Call cancel(String shipment) {
        return new Call(Kind.READ, "/api/v2/shipments/" + shipment + "/cancel", new JsonObject(), null);
    }
}
