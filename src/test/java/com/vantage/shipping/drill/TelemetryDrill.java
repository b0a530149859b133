package com.vantage.shipping.drill;

import com.vantage.shipping.sandbox.Sandbox;
import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.TemporaryDirectories;
import com.vantage.shipping.telemetry.Collector;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Measures the cost of request logs and traces: three packages without either, with logs, and with logs and a trace
 * collector get quotes in turns. Carriers answer at once, so that the service's own time is visible. Prints
 * measurements only.
 */
final class TelemetryDrill implements AutoCloseable {
    private static final String HELP = """
            Usage: ./mvnw -q package -DskipTests exec:exec@telemetry-drill [-Ddrill.turns=N]

            Requests quotes from three packages in N turns (3 to 100, default 15) of 200 quotes, and prints the CPU time and
            the time of a quote with and without request logs and traces. Takes about three minutes.
            """;

    private static final int QUOTES = 200;
    private static final int WARM_UP = 10;

    private final Sandbox sandbox = Sandbox.start(new Sandbox.Options(0, false, Duration.ofDays(1)));
    private final Collector collector = Collector.start();
    private final HttpClient http = HttpClient.newHttpClient();
    private final String token = sandbox.tokens().token("drill", "drill", "shipping:quote", Duration.ofHours(6));
    private final List<Candidate> candidates;
    private long quotes;

    private record Candidate(String name, PackagedService service, List<Double> processor, List<Double> latencies) {}

    private TelemetryDrill() {
        Path directory = TemporaryDirectories.temporary("telemetry-drill");
        candidates = List.of(
                candidate(directory, "nothing", Map.of("shipping.request-log.enabled", "false")),
                candidate(directory, "log", Map.of()),
                candidate(
                        directory,
                        "log and traces",
                        Map.of(
                                "quarkus.otel.sdk.disabled",
                                "false",
                                "quarkus.otel.exporter.otlp.endpoint",
                                collector.url())));
    }

    private Candidate candidate(Path directory, String name, Map<String, String> own) {
        Map<String, String> settings = new HashMap<>(sandbox.settings());
        settings.put("quarkus.flyway.migrate-at-start", "true");
        settings.put("shipping.callers.limited", "false");
        for (String carrier : List.of("ups", "fedex", "usps")) {
            settings.put("shipping.carriers." + carrier + ".quota", "100000/1s");
        }
        settings.putAll(own);
        PackagedService service =
                PackagedService.start(directory, settings, "-Xmx256m").awaitReady();
        return new Candidate(name, service, new ArrayList<>(), new ArrayList<>());
    }

    public static void main(String[] args) throws Exception {
        int turns = args.length == 1 && args[0].matches("\\d{1,3}") ? Integer.parseInt(args[0]) : 0;
        if (turns < 3 || turns > 100) {
            System.out.print(HELP);
            return;
        }
        try (TelemetryDrill drill = new TelemetryDrill()) {
            drill.measure(turns);
        }
    }

    private void measure(int turns) throws IOException, InterruptedException {
        System.out.print("Warming up ");
        for (int turn = -WARM_UP; turn < turns; turn++) {
            for (Candidate candidate : candidates) {
                turn(candidate, turn >= 0);
            }
            System.out.print(turn == -1 ? "\nMeasuring " : ".");
        }
        System.out.println();
        Candidate silent = candidates.getFirst();
        for (Candidate candidate : candidates) {
            System.out.printf(
                    Locale.ROOT,
                    "%-16s processor time of a quote %6.3f ms (%.3f of nothing's)   quote p50 %6.2f ms (%.3f)%n",
                    candidate.name(),
                    median(candidate.processor()),
                    median(candidate.processor()) / median(silent.processor()),
                    median(candidate.latencies()),
                    median(candidate.latencies()) / median(silent.latencies()));
        }
    }

    private void turn(Candidate candidate, boolean counts) throws IOException, InterruptedException {
        long pid = candidate.service().pid();
        Duration before = ProcessUsage.cpuTime(pid);
        for (int i = 0; i < QUOTES; i++) {
            long asked = System.nanoTime();
            quote(candidate.service());
            if (counts) {
                candidate.latencies().add((System.nanoTime() - asked) / 1e6);
            }
        }
        if (counts) {
            candidate.processor().add(ProcessUsage.cpuTime(pid).minus(before).toNanos() / 1e6 / QUOTES);
        }
    }

    /** Each quote differs from the previous one. */
    private void quote(PackagedService service) throws IOException, InterruptedException {
        var body = ApiTest.referenceQuote();
        body.getJsonArray("packages").getJsonObject(0).put("weight_oz", 16 + quotes++ % 900);
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.url() + "/api/v2/shipments/rate-quote"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                .build();
        int status = http.send(request, BodyHandlers.ofString()).statusCode();
        if (status != 200) {
            throw new IOException("a quote was answered with " + status);
        }
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().flatMapToDouble(DoubleStream::of).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    @Override
    public void close() {
        candidates.forEach(candidate -> candidate.service().close());
        collector.close();
        sandbox.close();
        http.close();
    }
}
