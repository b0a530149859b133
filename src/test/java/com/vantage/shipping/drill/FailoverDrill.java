package com.vantage.shipping.drill;

import com.vantage.shipping.drill.Call.Kind;
import com.vantage.shipping.drill.PatroniCluster.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Kills the primary, the new primary, PgBouncer and a replica of the service under a load of purchases, reads and
 * quotes; then compares the responses with the database and the carriers' sales.
 */
final class FailoverDrill implements AutoCloseable {
    private static final String HELP = """
            Usage: ./mvnw -q package -DskipTests exec:exec@failover-drill [-Ddrill.calm=SECONDS] [-Ddrill.ttl=SECONDS]
                       [-Ddrill.settle=SECONDS] [-Ddrill.failover-picture=FILE]

            Starts etcd, three Patroni nodes with PostgreSQL (one of them synchronous), PgBouncer in transaction mode for the
            primary and for the replicas, two replicas of the packaged service and simulated carriers, with a load of 5
            purchases, 10 reads of shipments, labels and lists, and 10 quotes a second. Purchases have an Idempotency-Key and
            are retried as documented in the API. Then it kills with kill -9

              the primary      Patroni, PostgreSQL and all of its processes
              the new primary  likewise, when all three nodes are healthy again
              PgBouncer        back after three seconds
              a replica        of the service, in the middle of purchases

            with SECONDS of calm (5 to 600; default 20) after each. Patroni's ttl is 30 s by default (20 to 120): the time
            until a primary that was killed is replaced. Unknown purchases then have 180 s to settle
            by default (0 to 1800), before the audit.

            Prints what was promised beside what was measured, and draws it to FILE (docs/failover-drill.png). Takes about
            eight minutes. The servers are those of Debian's packages; run with -Dinstall, it installs what is missing. Exit
            code 1: a promise was broken.
            """;

    private static final int PURCHASES_PER_SECOND = 5;
    private static final int READS_PER_SECOND = 10;
    private static final int QUOTES_PER_SECOND = 10;
    private static final int REPLICAS = 2;
    private static final String RETRIES = "database_retries_total";
    private static final String REPLICA_READS = "database_replica_reads_total";
    private static final double READ_LIMIT_MS = 1000;

    private final Duration calm;
    private final Duration settle;
    private final DrillEnvironment environment = new DrillEnvironment();
    private final Timeline timeline = new Timeline();
    private final PromiseTable promises = new PromiseTable();
    private final List<Phase> phases = new ArrayList<>();

    /**
     * A killed part, and immediate measurements.
     *
     * @param from on the timeline, like {@code to}
     */
    private record Phase(String title, double from, double to, Map<String, String> figures) {}

    private FailoverDrill(Duration calm, Duration settle) {
        this.calm = calm;
        this.settle = settle;
    }

    public static void main(String[] args) throws Exception {
        if (!areRight(args)) {
            System.out.print(HELP);
            return;
        }
        Locale.setDefault(Locale.ROOT);
        int broken;
        try (FailoverDrill drill = new FailoverDrill(seconds(args[0]), seconds(args[2]))) {
            drill.run(Timing.ofTtl(seconds(args[1])), Path.of(args[3]));
            broken = drill.promises.broken();
        }
        System.exit(broken == 0 ? 0 : 1);
    }

    private static boolean areRight(String[] args) {
        return args.length == 4
                && isWithin(args[0], 5, 600)
                && isWithin(args[1], 20, 120)
                && isWithin(args[2], 0, 1800);
    }

    private static boolean isWithin(String number, int least, int most) {
        return number.matches("\\d{1,4}") && Integer.parseInt(number) >= least && Integer.parseInt(number) <= most;
    }

    private static Duration seconds(String number) {
        return Duration.ofSeconds(Integer.parseInt(number));
    }

    private void run(Timing timing, Path picture) throws Exception {
        System.out.println("Starting etcd, three Patroni nodes and PgBouncer …");
        try (PatroniCluster cluster = PatroniCluster.start(timing);
                Fleet fleet = environment.fleet(REPLICAS, cluster.settings());
                WriteProbe probe = WriteProbe.start(cluster)) {
            List<String> parcels = environment.warmUp(fleet);
            Load load = environment.load(fleet, timeline);
            timeline.resume();
            load.start(PURCHASES_PER_SECOND, environment::order);
            load.start(READS_PER_SECOND, turn -> read(turn, parcels));
            load.start(QUOTES_PER_SECOND, environment::quote);
            calm();
            killPrimary("the primary", cluster, fleet, probe);
            killPrimary("the new primary", cluster, fleet, probe);
            killPgBouncer(cluster, probe);
            killReplica(fleet);
            load.stop();
            tell(load);
            draw(load, picture);
            Duration settled = environment.settle(cluster::connectToPrimary, settle);
            audit(cluster, probe, settled);
        }
    }

    private static Call read(long turn, List<String> parcels) {
        String parcel = parcels.get((int) (turn % parcels.size()));
        return switch ((int) (turn % 3)) {
            case 0 -> Call.read(parcel);
            case 1 -> Call.label(parcel);
            default -> Call.list();
        };
    }

    private void killPrimary(String what, PatroniCluster cluster, Fleet fleet, WriteProbe probe) throws Exception {
        double from = timeline.now();
        long cut = cluster.lostTransactions();
        double retries = fleet.total(RETRIES);
        double replicaReads = fleet.total(REPLICA_READS);
        timeline.mark(what + " killed");
        String name = cluster.killPrimary();
        long killed = System.nanoTime();
        cluster.awaitPromotion();
        Duration promotion = Duration.ofNanos(System.nanoTime() - killed);
        timeline.mark("promotion");
        Duration write = probe.firstAfter(killed);
        Thread.sleep(calm);
        timeline.mark("restarted");
        long restarted = System.nanoTime();
        cluster.restart(name);
        cluster.awaitHealthy();
        Duration healthy = Duration.ofNanos(System.nanoTime() - restarted);
        timeline.mark("cluster complete");
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("transactions in flight that were cut", Long.toString(cluster.lostTransactions() - cut));
        figures.put("transactions that the service made again", "%.0f".formatted(fleet.total(RETRIES) - retries));
        figures.put("reads from a replica", "%.0f".formatted(fleet.total(REPLICA_READS) - replicaReads));
        figures.put("promotion", inSeconds(promotion));
        figures.put("first write through PgBouncer", inSeconds(write));
        figures.put("the old one is a standby again", inSeconds(healthy) + " after its start");
        calm();
        phases.add(new Phase(what, from, timeline.now(), figures));
    }

    private void killPgBouncer(PatroniCluster cluster, WriteProbe probe) throws InterruptedException {
        double from = timeline.now();
        timeline.mark("PgBouncer killed");
        cluster.killPgBouncer();
        long killed = System.nanoTime();
        Thread.sleep(Duration.ofSeconds(3));
        timeline.mark("PgBouncer restarted");
        cluster.startPgBouncer();
        Duration write = probe.firstAfter(killed);
        calm();
        phases.add(new Phase(
                "PgBouncer, for 3 s", from, timeline.now(), Map.of("first write through PgBouncer", inSeconds(write))));
    }

    private void killReplica(Fleet fleet) throws InterruptedException {
        double from = timeline.now();
        timeline.mark("replica killed");
        fleet.kill(ThreadLocalRandom.current().nextInt(REPLICAS));
        Thread.sleep(calm);
        timeline.mark("end");
        phases.add(new Phase("a replica of the service", from, timeline.now(), Map.of()));
    }

    private void calm() throws InterruptedException {
        Thread.sleep(calm);
    }

    private void tell(Load load) {
        for (Phase phase : phases) {
            LoadAnswers answers = timeline.between(phase.from(), phase.to());
            promises.scenario("kill -9: " + phase.title());
            phase.figures().forEach(promises::measurement);
            tell("every purchase ends in a label", answers, Kind.PURCHASE);
            tell("every read is answered", answers, Kind.READ);
            double slowest = answers.filter(answer -> answer.is(Kind.READ)).percentile(99);
            promises.row(
                    "99 % of the reads are answered within 1 s",
                    slowest < READ_LIMIT_MS, "p99 %.0f ms".formatted(slowest));
            tell("every quote is answered", answers, Kind.QUOTE);
            LoadAnswers again = load.attempts()
                    .filter(answer -> answer.second() >= phase.from() && answer.second() < phase.to())
                    .filter(answer -> !answer.isOk());
            promises.measurement("answers that callers retried after, or gave up at", Integer.toString(again.size()));
            promises.failureCounts(Reasons.of(again));
        }
        promises.scenario("Answers by status");
        for (Kind kind : List.of(Kind.PURCHASE, Kind.READ, Kind.QUOTE)) {
            promises.measurement(Reasons.name(kind) + ", every try", Reasons.byStatus(load.attempts(), kind));
            promises.measurement("final answers", Reasons.byStatus(timeline.answers(), kind));
        }
    }

    private void tell(String promise, LoadAnswers answers, Kind kind) {
        LoadAnswers these = answers.filter(answer -> answer.is(kind));
        promises.row(
                promise,
                these.areAllOk(),
                "%d of %d, p50 %.0f, longest %.0f ms"
                        .formatted(these.count(Answer::isOk), these.size(), these.percentile(50), these.longest()));
        promises.failureCounts(Reasons.of(these.filter(answer -> !answer.isOk())));
    }

    private void audit(PatroniCluster cluster, WriteProbe probe, Duration settled) throws Exception {
        promises.scenario("Audit");
        promises.measurement("time from the last answer until every purchase was settled", inSeconds(settled));
        environment.audit(cluster::connectToPrimary, promises);
        int lost = probe.lost().size();
        promises.row(
                "no write that the database acknowledged is lost",
                lost == 0,
                "%d of %d lost".formatted(lost, probe.acknowledged()));
        promises.measurement("errors of a client of PgBouncer, by SQLSTATE", "");
        promises.failureCounts(probe.failures());
    }

    private static String inSeconds(Duration time) {
        return "%.1f s".formatted(time.toMillis() / 1e3);
    }

    private void draw(Load load, Path file) throws IOException {
        LoadAnswers answers = timeline.answers();
        LoadAnswers again = load.attempts().filter(answer -> !answer.isOk());
        Map<String, Map<Integer, Double>> outcomes = new LinkedHashMap<>();
        outcomes.put(
                "purchases",
                perSecond(answers.filter(answer -> answer.is(Kind.PURCHASE)).filter(Answer::isOk)));
        outcomes.put(
                "reads",
                perSecond(answers.filter(answer -> answer.is(Kind.READ)).filter(Answer::isOk)));
        outcomes.put("quotes", perSecond(answers.filter(Answer::isQuote).filter(Answer::isOk)));
        outcomes.put("retries", perSecond(again));
        outcomes.put("gave up", perSecond(answers.filter(answer -> !answer.isOk())));
        Map<String, Map<Integer, Double>> latencies = new LinkedHashMap<>();
        latencies.put("longest purchase", longest(answers, Kind.PURCHASE));
        latencies.put("longest read", longest(answers, Kind.READ));
        latencies.put("longest quote", longest(answers, Kind.QUOTE));
        new TimelinePicture(timeline)
                .panel("calls, by the second when they came", outcomes)
                .panel("seconds until the final answer", latencies)
                .save(file);
        System.out.printf("%nDrawn to %s%n", file);
    }

    private Map<Integer, Double> perSecond(LoadAnswers answers) {
        Map<Integer, Double> counts = new TreeMap<>();
        for (int second = 0; second < timeline.now(); second++) {
            counts.put(second, 0.0);
        }
        counts.putAll(TimelinePicture.perSecond(answers, LoadAnswers::size));
        return counts;
    }

    private static Map<Integer, Double> longest(LoadAnswers answers, Kind kind) {
        return TimelinePicture.perSecond(answers.filter(answer -> answer.is(kind)), each -> each.longest() / 1e3);
    }

    @Override
    public void close() {
        environment.close();
    }
}
