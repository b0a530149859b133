package com.vantage.shipping.drill;

import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.TemporaryDirectories;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Measures the start of a replica, and its latency just after, with the resources of a container of one CPU. */
final class ReadyDrill implements AutoCloseable {
    private static final String HELP = """
            Usage: ./mvnw -q package -DskipTests exec:exec@ready-drill [-Ddrill.starts=N] [-Ddrill.steady=SECONDS]

            Trains the AOT cache, then starts the packaged service with the image's JVM options on one CPU
            and with 384 MiB of memory, N times (1 to 50, default 7) with the cache and as often without, and prints how
            long it took until it was ready. Then lets 105 callers a second (80 for quotes, 20 for tracking, 5 for labels)
            come from the moment when it is ready, until it has been steady for SECONDS (10 to 600, default 30); once
            without the cache and three times with it. Carriers, stores and callers use the other CPUs. Takes about
            five minutes. Exit code 1: a promise was broken.
            """;

    private static final long MEMORY = 384L << 20;
    /** Calls per second of one of the reference system's four replicas. */
    private static final int CALLERS = 105;

    private static final int PARCELS = 60;
    private static final double MAX_SECONDS = 2;
    private static final double MAX_RATIO = 2;
    private static final int FIRST = 10;
    /** Seconds after which a replica has its steady speed. */
    private static final int STEADY_AFTER = 20;

    private static final int LOADS = 3;

    private final ProcessLimits limits = ProcessLimits.of(MEMORY);
    private final Path directory = TemporaryDirectories.temporary("ready-drill");
    private final DrillEnvironment environment = new DrillEnvironment();
    private final PromiseTable promises = new PromiseTable();
    private final List<String> without = PackagedService.command("@" + AotTraining.OPTIONS);
    private final List<String> with;

    /**
     * Measurements of a replica that has just become ready.
     *
     * @param memory peak usage, in bytes
     */
    private record Run(LoadAnswers first, LoadAnswers steady, LoadAnswers all, long memory) {
        double ratio() {
            return first.percentile(99) / steady.percentile(99);
        }
    }

    private ReadyDrill(Path cache) throws IOException, InterruptedException {
        // The start fails if the cache is unusable
        with = PackagedService.command("@" + AotTraining.OPTIONS, "-XX:AOTCache=" + cache, "-XX:AOTMode=on");
    }

    public static void main(String[] args) throws Exception {
        if (args.length != 3 || !args[0].matches("[1-9]|[1-4]\\d|50") || !args[1].matches("[1-9]\\d|[1-5]\\d\\d|600")) {
            System.out.print(HELP);
            return;
        }
        Locale.setDefault(Locale.ROOT);
        Path cache = Path.of(args[2]).toAbsolutePath();
        try (DrillEnvironment training = new DrillEnvironment()) {
            AotTraining.train(training, cache);
        }
        int broken;
        try (ReadyDrill drill = new ReadyDrill(cache)) {
            drill.run(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
            broken = drill.promises.broken();
        }
        System.exit(broken == 0 ? 0 : 1);
    }

    private void run(int starts, int steady) throws Exception {
        List<String> parcels = buy();
        promises.scenario(
                "Started %d times on one processor with 384 MiB (%s)".formatted(starts, limits.description()));
        starts(starts);
        promises.scenario("%d callers a second from the moment when it is ready".formatted(CALLERS));
        Run cold = load(parcels, without, steady);
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < LOADS; i++) {
            runs.add(load(parcels, with, steady));
        }
        report(cold, runs);
    }

    /** Buys labels, and migrates the schema. */
    private List<String> buy() throws IOException, InterruptedException {
        try (Fleet fleet = environment.fleet(1, Map.of())) {
            Timeline timeline = new Timeline();
            Load load = environment.load(fleet, timeline);
            for (int bought = 0; bought < PARCELS; bought += 6) {
                timeline.resume();
                load.callConcurrently(6, environment::order);
            }
            return environment.purchases().all().stream()
                    .map(answer -> Objects.requireNonNull(answer.bought()).shipment())
                    .toList();
        }
    }

    /** In turns, so that other load on the machine affects both. */
    private void starts(int starts) throws InterruptedException {
        double[] cached = new double[starts];
        double[] uncached = new double[starts];
        for (int i = 0; i < starts; i++) {
            cached[i] = start(with);
            uncached[i] = start(without);
        }
        Arrays.sort(cached);
        Arrays.sort(uncached);
        double median = cached[starts / 2];
        promises.row(
                "ready in less than %.0f s with the AOT cache".formatted(MAX_SECONDS),
                median < MAX_SECONDS,
                format(cached));
        promises.measurement("ready without it", format(uncached));
    }

    private static String format(double[] sorted) {
        return "%.2f s (%.2f to %.2f)".formatted(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }

    private double start(List<String> command) throws InterruptedException {
        long started = System.nanoTime();
        try (PackagedService service = launch(command)) {
            awaitReady(service);
            return (System.nanoTime() - started) / 1e9;
        }
    }

    private PackagedService launch(List<String> command) {
        return PackagedService.start(directory, settings(), limits.wrap(command));
    }

    /** Load shedding is enabled, as in production. */
    private Map<String, String> settings() {
        Map<String, String> settings = environment.settings(Map.of());
        settings.remove("shipping.shedding.max-event-loop-lag");
        return settings;
    }

    private static void awaitReady(PackagedService service) throws InterruptedException {
        while (!service.isReady()) {
            if (!service.isAlive()) {
                throw new IllegalStateException("the service did not start:\n" + service.output());
            }
            Thread.sleep(5);
        }
    }

    private Run load(List<String> parcels, List<String> command, int steady) throws Exception {
        Timeline timeline = new Timeline();
        try (PackagedService service = launch(command);
                Fleet fleet = Fleet.of(service)) {
            Load load = environment.load(fleet, timeline, RetryPolicy.NONE);
            awaitReady(service);
            timeline.resume();
            load.start(CALLERS, turn -> call(turn, parcels));
            Thread.sleep(Duration.ofSeconds(STEADY_AFTER + steady));
            long memory = ProcessUsage.peakMemory(service.pid());
            load.stop();
            return new Run(
                    timeline.between(0, FIRST),
                    timeline.between(STEADY_AFTER, STEADY_AFTER + steady),
                    timeline.answers(),
                    memory);
        }
    }

    /** Of 21 calls, 16 are quotes, 4 tracking, and one a purchase. */
    private Call call(long turn, List<String> parcels) {
        long place = turn % 21;
        if (place == 20) {
            return environment.order(turn);
        }
        return place % 5 == 0 ? Call.tracking(parcels.get((int) (turn % parcels.size()))) : environment.quote(turn);
    }

    private void report(Run cold, List<Run> runs) {
        promises.measurement("first %d s without the AOT cache: p50, p99".formatted(FIRST), format(cold.first()));
        promises.measurement("… and steady: p50, p99", format(cold.steady()));
        for (Run run : runs) {
            promises.measurement("first %d s with it: p50, p99".formatted(FIRST), format(run.first()));
            promises.measurement("… and steady: p50, p99", format(run.steady()));
        }
        double[] ratios = runs.stream().mapToDouble(Run::ratio).sorted().toArray();
        promises.row(
                "p99 of the first %d s at most %.0f times the steady one (median)".formatted(FIRST, MAX_RATIO),
                ratios[LOADS / 2] <= MAX_RATIO,
                "%.2f (%.2f to %.2f); without %.2f"
                        .formatted(ratios[LOADS / 2], ratios[0], ratios[LOADS - 1], cold.ratio()));
        LoadAnswers all = new LoadAnswers(
                runs.stream().flatMap(run -> run.all().all().stream()).toList());
        promises.row("no error", all.areAllOk(), "%d of %d answered".formatted(all.count(Answer::isOk), all.size()));
        promises.failureCounts(Reasons.of(all.filter(answer -> !answer.isOk())));
        long memory = runs.stream().mapToLong(Run::memory).max().orElseThrow();
        promises.row("memory", memory <= MEMORY, "%d MiB at most".formatted(memory >> 20));
    }

    private static String format(LoadAnswers answers) {
        return "%.0f, %.0f ms".formatted(answers.percentile(50), answers.percentile(99));
    }

    @Override
    public void close() throws IOException {
        environment.close();
        limits.close();
    }
}
