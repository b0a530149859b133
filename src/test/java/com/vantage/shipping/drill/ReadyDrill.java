package com.vantage.shipping.drill;

import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.TemporaryDirectories;
import java.io.IOException;
import java.nio.file.Files;
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
    private static final double MOST_SECONDS = 2;
    private static final double MOST_TIMES = 2;
    private static final int FIRST = 10;
    /** Seconds after which a replica has its steady speed. */
    private static final int SETTLED = 20;

    private static final int LOADS = 3;

    private final ContainerLimits enclosure = ContainerLimits.of(MEMORY);
    private final Path directory = TemporaryDirectories.temporary("ready-drill");
    private final DrillEnvironment stage = new DrillEnvironment();
    private final Promises promises = new Promises();
    private final List<String> without = PackagedService.command("@" + AotTraining.OPTIONS);
    private final List<String> with;

    /**
     * Measurements of a replica that has just become ready.
     *
     * @param memory peak usage, in bytes
     */
    private record Run(Answers first, Answers steady, Answers all, long memory) {
        double times() {
            return first.p(99) / steady.p(99);
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
        promises.scenario("Started %d times on one processor with 384 MiB (%s)".formatted(starts, enclosure.means()));
        starts(starts);
        promises.scenario("%d callers a second from the moment when it is ready".formatted(CALLERS));
        Run cold = load(parcels, without, steady);
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < LOADS; i++) {
            runs.add(load(parcels, with, steady));
        }
        tell(cold, runs);
    }

    /** Buys labels, and migrates the schema. */
    private List<String> buy() throws IOException, InterruptedException {
        try (Fleet fleet = stage.fleet(1, Map.of())) {
            Timeline timeline = new Timeline();
            Load load = stage.load(fleet, timeline);
            for (int bought = 0; bought < PARCELS; bought += 6) {
                timeline.go();
                load.atOnce(6, stage::order);
            }
            return stage.purchases().all().stream()
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
                "ready in less than %.0f s with the AOT cache".formatted(MOST_SECONDS),
                median < MOST_SECONDS,
                told(cached));
        promises.figure("ready without it", told(uncached));
    }

    private static String told(double[] sorted) {
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
        return PackagedService.start(directory, settings(), enclosure.enclosed(command));
    }

    /** Load shedding is enabled, as in production. */
    private Map<String, String> settings() {
        Map<String, String> settings = stage.settings(Map.of());
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
            Load load = stage.load(fleet, timeline, Persistence.NONE);
            awaitReady(service);
            timeline.go();
            load.start(CALLERS, turn -> call(turn, parcels));
            Thread.sleep(Duration.ofSeconds(SETTLED + steady));
            long memory = mostMemory(service);
            load.stop();
            return new Run(
                    timeline.between(0, FIRST),
                    timeline.between(SETTLED, SETTLED + steady),
                    timeline.answers(),
                    memory);
        }
    }

    /** Peak memory, as counted by the kernel. */
    private static long mostMemory(PackagedService service) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(service.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }

    /** Of 21 calls, 16 are quotes, 4 tracking, and one a purchase. */
    private Call call(long turn, List<String> parcels) {
        long place = turn % 21;
        if (place == 20) {
            return stage.order(turn);
        }
        return place % 5 == 0 ? Call.tracking(parcels.get((int) (turn % parcels.size()))) : stage.quote(turn);
    }

    private void tell(Run cold, List<Run> runs) {
        promises.figure("first %d s without the AOT cache: p50, p99".formatted(FIRST), told(cold.first()));
        promises.figure("… and steady: p50, p99", told(cold.steady()));
        for (Run run : runs) {
            promises.figure("first %d s with it: p50, p99".formatted(FIRST), told(run.first()));
            promises.figure("… and steady: p50, p99", told(run.steady()));
        }
        double[] times = runs.stream().mapToDouble(Run::times).sorted().toArray();
        promises.row(
                "p99 of the first %d s at most %.0f times the steady one (median)".formatted(FIRST, MOST_TIMES),
                times[LOADS / 2] <= MOST_TIMES,
                "%.2f (%.2f to %.2f); without %.2f"
                        .formatted(times[LOADS / 2], times[0], times[LOADS - 1], cold.times()));
        Answers all = new Answers(
                runs.stream().flatMap(run -> run.all().all().stream()).toList());
        promises.row("no error", all.areAllOk(), "%d of %d answered".formatted(all.count(Answer::isOk), all.size()));
        promises.why(Reasons.of(all.that(answer -> !answer.isOk())));
        long memory = runs.stream().mapToLong(Run::memory).max().orElseThrow();
        promises.row("memory", memory <= MEMORY, "%d MiB at most".formatted(memory >> 20));
    }

    private static String told(Answers answers) {
        return "%.0f, %.0f ms".formatted(answers.p(50), answers.p(99));
    }

    @Override
    public void close() throws IOException {
        stage.close();
        enclosure.close();
    }
}
