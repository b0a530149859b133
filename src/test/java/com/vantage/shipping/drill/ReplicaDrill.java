package com.vantage.shipping.drill;

import com.vantage.shipping.drill.Call.Kind;
import com.vantage.shipping.drill.Records.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** Repeatedly kills a replica of the service at a random point of its purchases; then audits. */
final class ReplicaDrill implements AutoCloseable {
    private static final String HELP = """
            Usage: ./mvnw -q package -DskipTests exec:exec@replica-drill [-Ddrill.rounds=N] [-Ddrill.settle=SECONDS]

            Buys 6 labels a second from two replicas of the packaged service, and N times (1 to 500, default 50)
            kills one of them with kill -9 at a random moment and starts another in its place. Unknown purchases then have
            180 s to settle by default (0 to 1800). Prints the states of the purchases that were in progress in a replica
            that was killed, and promises with measurements. Takes about ten minutes. Exit code 1: a promise was
            broken.
            """;

    private static final int REPLICAS = 2;
    private static final int PURCHASES_PER_SECOND = 6;
    /** Milliseconds: longer than a purchase, so that a kill may hit each of its steps. */
    private static final int ROUND = 2000;
    /** Warm-up time of a new JVM. */
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    private final DrillEnvironment environment = new DrillEnvironment();
    private final Timeline timeline = new Timeline();
    private final PromiseTable promises = new PromiseTable();
    private final List<Kill> kills = new ArrayList<>();

    /** State of the database and the carriers after a kill. */
    private record Kill(double second, Records books) {}

    public static void main(String[] args) throws Exception {
        if (args.length != 2
                || !args[0].matches("[1-9]\\d?|[1-4]\\d\\d|500")
                || !args[1].matches("\\d{1,3}|1[0-8]00")) {
            System.out.print(HELP);
            return;
        }
        Locale.setDefault(Locale.ROOT);
        int broken;
        try (ReplicaDrill drill = new ReplicaDrill()) {
            drill.run(Integer.parseInt(args[0]), Duration.ofSeconds(Integer.parseInt(args[1])));
            broken = drill.promises.broken();
        }
        System.exit(broken == 0 ? 0 : 1);
    }

    private void run(int rounds, Duration patience) throws Exception {
        try (Fleet fleet = environment.fleet(REPLICAS, Map.of())) {
            environment.warmUp(fleet);
            Load load = environment.load(fleet, timeline);
            timeline.resume();
            load.start(PURCHASES_PER_SECOND, environment::order);
            System.out.print("Killing ");
            for (int round = 0; round < rounds; round++) {
                kill(fleet, round % REPLICAS);
                System.out.print(".");
            }
            load.stop();
            System.out.println();
            Duration settled = environment.settle(this::connect, patience);
            tell(load, settled);
            environment.audit(this::connect, promises);
        }
    }

    private Connection connect() throws SQLException {
        return environment.sandbox().postgres().getPostgresDatabase().getConnection();
    }

    private void kill(Fleet fleet, int replica) throws InterruptedException, SQLException {
        Thread.sleep(ThreadLocalRandom.current().nextInt(ROUND));
        fleet.kill(replica);
        double second = timeline.now();
        try (Connection connection = connect()) {
            kills.add(new Kill(
                    second, Records.read(connection, environment.sandbox().soldLabels())));
        }
        fleet.restart(replica);
        Thread.sleep(WARM_UP);
    }

    private void tell(Load load, Duration settled) {
        LoadAnswers answers = timeline.answers();
        LoadAnswers tries = load.attempts();
        promises.scenario("kill -9 of a replica, %d times".formatted(kills.size()));
        Map<String, Long> points = points(tries);
        promises.measurement(
                "purchases under way in a replica that was killed",
                Long.toString(
                        points.values().stream().mapToLong(Long::longValue).sum()));
        promises.failureCounts(points);
        promises.row(
                "every purchase ends in a label",
                answers.areAllOk(),
                "%d of %d, p50 %.0f, longest %.0f ms"
                        .formatted(
                                answers.count(Answer::isOk),
                                answers.size(),
                                answers.percentile(50),
                                answers.longest()));
        promises.failureCounts(Reasons.of(answers.filter(answer -> !answer.isOk())));
        promises.measurement("every try", Reasons.byStatus(tries, Kind.PURCHASE));
        promises.measurement("why callers retried, or gave up", "");
        promises.failureCounts(Reasons.of(tries.filter(answer -> !answer.isOk())));
        promises.measurement(
                "time from the last answer until every purchase was settled",
                "%.0f s".formatted(settled.toMillis() / 1e3));
    }

    /** States of the purchases that were interrupted by a kill. */
    private Map<String, Long> points(LoadAnswers tries) {
        return kills.stream()
                .flatMap(kill -> tries.all().stream()
                        .filter(answer -> answer.status() == 0 && isAcross(answer, kill.second()))
                        .map(answer ->
                                point(Objects.requireNonNull(answer.call().key()), kill.books())))
                .collect(Collectors.groupingBy(point -> point, TreeMap::new, Collectors.counting()));
    }

    private static boolean isAcross(Answer answer, double second) {
        return answer.second() < second && answer.second() + answer.milliseconds() / 1e3 > second - 0.5;
    }

    private static String point(String order, Records books) {
        Optional<Row> row =
                books.rows().stream().filter(each -> each.order().equals(order)).findFirst();
        if (row.isEmpty()) {
            return "not written down";
        }
        if (row.get().isBought()) {
            return "bought and written down";
        }
        boolean isSold = books.sold().stream()
                .anyMatch(label -> label.reference().equals(row.get().id()));
        return row.get().state() + (isSold ? ", and sold by the carrier" : ", and not yet sold");
    }

    @Override
    public void close() {
        environment.close();
    }
}
