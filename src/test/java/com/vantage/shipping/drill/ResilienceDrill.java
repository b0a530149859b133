package com.vantage.shipping.drill;

import static com.vantage.shipping.drill.TimelinePicture.growth;
import static com.vantage.shipping.drill.TimelinePicture.perSecond;
import static com.vantage.shipping.support.ApiTest.parcel;
import static com.vantage.shipping.support.ApiTest.place;
import static com.vantage.shipping.support.ApiTest.purchase;

import com.vantage.shipping.sandbox.Fault;
import com.vantage.shipping.sandbox.Operation;
import com.vantage.shipping.sandbox.ReceivedRequest;
import com.vantage.shipping.sandbox.Sandbox;
import com.vantage.shipping.sandbox.SimulatedCarrier;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Tests the resilience layer with several replicas of the packaged service: an account's quota, a hanging carrier, a
 * Redis outage, many callers of one parcel. Prints promises with measurements, and draws a chart.
 */
final class ResilienceDrill implements AutoCloseable {
    private static final String HELP = """
            Usage: ./mvnw -q package -DskipTests exec:exec@resilience-drill [-Ddrill.replicas=N] [-Ddrill.picture=FILE]

            Starts N replicas (2 to 8, default 3) of the packaged service with one PostgreSQL, one Redis and
            simulated carriers, with a load of 100 quotes a second:

              quota   FedEx's account has a quota of 20 a second, 20 s
              hang    FedEx hangs for 60 s, and recovers
              redis   Redis is killed and restarted, with tracking too
              flight  200 callers track one parcel at once

            Prints what was promised beside what was measured, and draws it to FILE (docs/resilience-drill.png). Takes about
            five minutes. Exit code 1: a promise was broken.
            """;

    private static final int QUOTES_PER_SECOND = 100;
    private static final int LOOKUPS_PER_SECOND = 30;
    private static final double DEADLINE = 2500;
    private static final int PARCELS = 60;
    /** Rounds of five seconds. */
    private static final int LONGEST_WARM_UP = 30;
    /** Milliseconds: little more than the carriers' own latency. */
    private static final double WARM = 1300;

    private final int replicas;
    private final Sandbox sandbox;
    private final Vertx vertx = Vertx.vertx();
    private final String token;
    private final Timeline timeline = new Timeline();
    private final PromiseTable promises = new PromiseTable();
    private final HttpClient http = HttpClient.newHttpClient();

    private ResilienceDrill(int replicas) {
        this.replicas = replicas;
        this.sandbox = Sandbox.start(new Sandbox.Options(0, true, Duration.ofSeconds(30)));
        // Realistic medians, without the rare calls of more than two seconds, which would count as failed
        sandbox.ups().setLatency(320, 700);
        sandbox.fedex().setLatency(480, 900);
        sandbox.usps().setLatency(180, 500);
        vertx.setPeriodic(1000, second -> timeline.add(counts()));
        this.token = sandbox.tokens()
                .token("drill", "drill", "shipping:quote shipping:track shipping:ship", Duration.ofHours(1));
    }

    public static void main(String[] args) throws Exception {
        int replicas = args.length == 2 && args[0].matches("[2-8]") ? Integer.parseInt(args[0]) : 0;
        if (replicas == 0) {
            System.out.print(HELP);
            return;
        }
        Locale.setDefault(Locale.ROOT);
        int broken;
        try (ResilienceDrill drill = new ResilienceDrill(replicas)) {
            drill.run();
            drill.draw(Path.of(args[1]));
            broken = drill.promises.broken();
        }
        System.exit(broken == 0 ? 0 : 1);
    }

    private void run() throws Exception {
        try (Fleet fleet = fleet(Map.of(
                        "shipping.carriers.fedex.quota", "20/1s", "shipping.carriers.fedex.purchase-reserve", "0"));
                Load load = new Load(vertx, fleet, token, timeline)) {
            warmUp(fleet);
            quota(load);
        }
        try (Fleet fleet = fleet(Map.of());
                Load load = new Load(vertx, fleet, token, timeline)) {
            warmUp(fleet);
            hang(fleet, load);
            redis(fleet, load);
            flight(fleet, load);
        }
    }

    private void quota(Load load) throws InterruptedException {
        sandbox.carriers().forEach(SimulatedCarrier::forgetRequests);
        timeline.mark("FedEx: 20/1s");
        LoadAnswers answers = quotesFor(20, load);
        List<Instant> calls = sandbox.fedex().received(Operation.QUOTE).stream()
                .map(ReceivedRequest::at)
                .toList();

        promises.scenario("Quota of 20 a second at FedEx; 100 quotes a second for 20 s");
        int most = mostInASecond(calls);
        promises.row("FedEx receives at most 20 in any second but the first", most <= 20, "%d at most".formatted(most));
        double average = calls.size() / 20.0;
        promises.row("and 18 at least on average", average >= 18, "%.1f on average".formatted(average));
        int ups = sandbox.ups().count(Operation.QUOTE);
        int usps = sandbox.usps().count(Operation.QUOTE);
        boolean all = ups == answers.size() && usps == answers.size();
        promises.row("UPS and USPS receive all", all, "%d and %d of %d".formatted(ups, usps, answers.size()));
        quotesAreInTime(answers);
    }

    private void hang(Fleet fleet, Load load) throws Exception {
        List<Long> before = fleet.liveBytes();
        timeline.mark("no quota");
        quotesFor(10, load);
        double from = timeline.now();
        timeline.mark("FedEx hangs");
        sandbox.fedex().fail(Operation.QUOTE, Fault.HANG);
        sandbox.carriers().forEach(SimulatedCarrier::forgetRequests);
        LoadAnswers answers = quotesFor(60, load);
        double mended = timeline.now();
        int calls = sandbox.fedex().count(Operation.QUOTE);
        timeline.mark("FedEx mended");
        sandbox.fedex().heal();
        LoadAnswers afterwards = quotesFor(40, load);
        List<Long> after = fleet.liveBytes();

        promises.scenario("FedEx hangs for 60 s; 100 quotes a second");
        quotesAreInTime(answers);
        double ups = answers.share("UPS", "answered");
        double usps = answers.share("USPS", "answered");
        promises.row(
                "UPS and USPS answer all",
                ups == 1 && usps == 1,
                "%.2f %% and %.2f %%".formatted(100 * ups, 100 * usps));
        LoadAnswers spared = answers.filter(answer -> answer.hasStatus("FedEx", "not_asked"));
        promises.measurement(
                "while its circuit is open, a quote takes",
                "p50 %.0f, p99 %.0f ms".formatted(spared.percentile(50), spared.percentile(99)));
        promises.measurement("FedEx is asked in all", "%d times".formatted(calls));
        double again = afterwards.filter(answer -> answer.hasStatus("FedEx", "answered")).all().stream()
                .mapToDouble(Answer::second)
                .min()
                .orElse(Double.NaN);
        promises.row("FedEx answers again once it is mended", again > mended, "after %.1f s".formatted(again - mended));
        double growth = heapGrowth(before, after);
        promises.row(
                "the heap is as before (10 %)",
                Math.abs(growth) <= 0.1, "%+.1f %%, %d MiB live each".formatted(100 * growth, after.getFirst() >> 20));
        double connections = most("FedEx connections", from, mended);
        double bound = 200.0 * fleet.size();
        promises.row(
                "connections to FedEx: 200 a replica at most", connections <= bound, "%.0f".formatted(connections));
    }

    private void redis(Fleet fleet, Load load) throws Exception {
        List<String> shipments = buy(fleet, PARCELS);
        double start = timeline.now();
        timeline.resume();
        timeline.mark("tracking too");
        load.start(QUOTES_PER_SECOND, ResilienceDrill::quote);
        load.start(LOOKUPS_PER_SECOND, turn -> Call.tracking(shipments.get((int) (turn % PARCELS))));
        sleep(10);
        double from = timeline.now();
        timeline.mark("Redis killed");
        sandbox.killRedis();
        sleep(15);
        timeline.mark("Redis back");
        sandbox.startRedis();
        sleep(15);
        load.stop();
        promises.scenario("The first lookups of tracking, 30 a second, and 100 quotes a second for 10 s");
        quotesAndLookupsAreAnswered(timeline.between(start, from));
        promises.scenario("Redis is killed, and back 15 s later; 100 quotes and 30 lookups of tracking a second");
        quotesAndLookupsAreAnswered(timeline.between(from, timeline.now()));
    }

    private void quotesAndLookupsAreAnswered(LoadAnswers answers) {
        quotesAreInTime(answers.filter(Answer::isQuote));
        LoadAnswers tracked = answers.filter(answer -> !answer.isQuote());
        promises.row(
                "every lookup is answered",
                tracked.areAllOk(),
                "%d of %d".formatted(tracked.count(Answer::isOk), tracked.size()));
        promises.failureCounts(tracked.failures());
    }

    private void flight(Fleet fleet, Load load) throws Exception {
        String shipment = buy(fleet, 1).getFirst();
        sandbox.carriers().forEach(SimulatedCarrier::forgetRequests);
        double from = timeline.now();
        timeline.resume();
        timeline.mark("200 callers");
        load.callConcurrently(200, turn -> Call.tracking(shipment));
        LoadAnswers answers = timeline.between(from, timeline.now());
        int calls = sandbox.fedex().count(Operation.TRACK);

        promises.scenario("200 callers of one tracking number at once");
        promises.row(
                "all are answered",
                answers.areAllOk() && answers.size() == 200,
                "%d, the last after %.0f ms".formatted(answers.count(Answer::isOk), answers.longest()));
        promises.failureCounts(answers.failures());
        promises.row("the carrier is called once", calls == 1, "%d".formatted(calls));
    }

    private void quotesAreInTime(LoadAnswers quotes) {
        promises.row(
                "every quote is answered",
                quotes.areAllOk(),
                "%d of %d".formatted(quotes.count(Answer::isOk), quotes.size()));
        promises.failureCounts(quotes.failures());
        promises.row(
                "within its deadline of 2500 ms and 5 %",
                quotes.longest() <= DEADLINE * 1.05,
                "p50 %.0f, p99 %.0f, longest %.0f ms"
                        .formatted(quotes.percentile(50), quotes.percentile(99), quotes.longest()));
    }

    /** The largest number of calls in any second after the first one. */
    private static int mostInASecond(List<Instant> calls) {
        Instant second = calls.getFirst().plusSeconds(1);
        List<Instant> later =
                calls.stream().filter(at -> !at.isBefore(second)).sorted().toList();
        int most = 0;
        int from = 0;
        for (int to = 0; to < later.size(); to++) {
            while (!later.get(from).plusSeconds(1).isAfter(later.get(to))) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    /** Growth of the replica whose heap changed most. */
    private static double heapGrowth(List<Long> before, List<Long> after) {
        return IntStream.range(0, before.size())
                .mapToDouble(i -> after.get(i) / (double) before.get(i) - 1)
                .reduce(0, (one, other) -> Math.abs(one) > Math.abs(other) ? one : other);
    }

    private double most(String what, double from, double to) {
        return timeline.samples().stream()
                .filter(sample -> sample.second() >= from && sample.second() <= to)
                .mapToDouble(sample -> sample.values().getOrDefault(what, Double.NaN))
                .max()
                .orElse(Double.NaN);
    }

    private LoadAnswers quotesFor(int seconds, Load load) throws InterruptedException {
        double from = timeline.now();
        timeline.resume();
        load.start(QUOTES_PER_SECOND, ResilienceDrill::quote);
        sleep(seconds);
        load.stop();
        return timeline.between(from, timeline.now());
    }

    /** Each differs from the previous one, so that no two share a call. */
    private static Call quote(long turn) {
        return Call.quote(new JsonObject()
                .put("origin", place("10001"))
                .put("destination", place("90210"))
                .put("packages", new JsonArray().add(parcel(16 + (int) (turn % 900), 12, 8, 6))));
    }

    /** Warms up until latencies are low: a cold JVM is ten times slower for its first quotes. */
    private void warmUp(Fleet fleet) throws InterruptedException {
        System.out.print("Warming up ");
        Timeline warm = new Timeline();
        try (Load load = new Load(vertx, fleet, token, warm)) {
            boolean isWarm = false;
            for (int round = 0; !isWarm && round < LONGEST_WARM_UP; round++) {
                double from = warm.now();
                warm.resume();
                load.start(Math.min(QUOTES_PER_SECOND, 20 + 10 * round), ResilienceDrill::quote);
                sleep(5);
                load.stop();
                System.out.print(".");
                LoadAnswers answers = warm.between(from, warm.now());
                isWarm = round >= 10 && answers.areAllOk() && answers.percentile(99) < WARM;
            }
            System.out.println(isWarm ? "" : " this machine is busy, which affects the measurements");
        }
    }

    private Fleet fleet(Map<String, String> settings) throws IOException {
        System.out.printf("%nStarting %d replicas …%n", replicas);
        Map<String, String> all = new HashMap<>(sandbox.settings());
        for (SimulatedCarrier carrier : sandbox.carriers()) {
            all.put("shipping.carriers." + carrier.code() + ".quota", "1000/1s");
        }
        all.put("shipping.callers.limited", "false");
        all.putAll(settings);
        return Fleet.start(replicas, all);
    }

    private List<String> buy(Fleet fleet, int parcels) {
        String order = purchase("FedEx", "FEDEX_2_DAY").encode();
        List<CompletableFuture<HttpResponse<String>>> bought = IntStream.range(0, parcels)
                .mapToObj(i -> HttpRequest.newBuilder(URI.create(fleet.url(i) + "/api/v2/shipments/create"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(order))
                        .build())
                .map(request -> http.sendAsync(request, BodyHandlers.ofString()))
                .toList();
        return bought.stream()
                .map(CompletableFuture::join)
                .map(HttpResponse::body)
                .map(body -> Objects.requireNonNull(new JsonObject(body).getString("shipment_id"), body))
                .toList();
    }

    private Map<String, Double> counts() {
        Map<String, Double> counts = new HashMap<>();
        for (SimulatedCarrier carrier : sandbox.carriers()) {
            counts.put(
                    name(carrier) + " calls", (double) carrier.count(Operation.QUOTE) + carrier.count(Operation.TRACK));
            counts.put(name(carrier) + " connections", (double) carrier.openConnections());
        }
        return counts;
    }

    private static String name(SimulatedCarrier carrier) {
        return carrier.code().equals("fedex") ? "FedEx" : carrier.code().toUpperCase(Locale.ROOT);
    }

    private void draw(Path file) throws IOException {
        LoadAnswers answers = timeline.answers();
        LoadAnswers quotes = answers.filter(Answer::isQuote);
        Map<String, Map<Integer, Double>> outcomes = new LinkedHashMap<>();
        outcomes.put("quotes with all carriers", perSecond(quotes, each -> each.count(Answer::isComplete)));
        outcomes.put(
                "quotes without FedEx", perSecond(quotes, each -> each.count(one -> one.isOk() && !one.isComplete())));
        outcomes.put("tracking", perSecond(answers, each -> each.count(one -> one.isOk() && !one.isQuote())));
        outcomes.put("5xx or no answer", perSecond(answers, each -> each.count(Answer::isFailure)));
        Map<String, Map<Integer, Double>> latencies = new LinkedHashMap<>();
        latencies.put("p50 of quotes", perSecond(quotes, each -> each.percentile(50)));
        latencies.put("p99 of quotes", perSecond(quotes, each -> each.percentile(99)));
        Map<String, Map<Integer, Double>> calls = new LinkedHashMap<>();
        for (SimulatedCarrier carrier : sandbox.carriers()) {
            calls.put("calls to " + name(carrier), growth(timeline.samples(), name(carrier) + " calls"));
        }
        new TimelinePicture(timeline)
                .panel("answers a second", outcomes)
                .panel("milliseconds", latencies)
                .panel("calls a second", calls)
                .save(file);
        System.out.printf("%nDrawn to %s%n", file);
    }

    private static void sleep(int seconds) throws InterruptedException {
        Thread.sleep(Duration.ofSeconds(seconds));
    }

    @Override
    public void close() {
        sandbox.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
