package com.vantage.shipping.drill;

import com.vantage.shipping.sandbox.Fault;
import com.vantage.shipping.sandbox.Operation;
import com.vantage.shipping.sandbox.Sandbox;
import com.vantage.shipping.sandbox.SimulatedCarrier;
import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.TemporaryDirectories;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Measures the packaged service with simulated carriers of realistic latency: the overhead of a quote over its slowest
 * carrier, and the effect of a hanging carrier. Prints measurements only.
 */
final class QuoteDrill implements AutoCloseable {
    private static final String HELP = """
            Usage: ./mvnw -q package -DskipTests exec:exec@quote-drill [-Ddrill.quotes=N]

            Requests N quotes (1 to 2000, default 200) from the packaged service, one by one, while simulated
            carriers have realistic latencies; then lets FedEx hang and recover. Takes about three minutes.
            """;

    private static final int WARM_UP = 100;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final Sandbox sandbox;
    private final PackagedService service;
    private final String token;
    private final HttpClient http = HttpClient.newHttpClient();

    private record Answer(double milliseconds, int status, JsonObject body) {
        JsonObject fedex() {
            return body.getJsonArray("carriers", new JsonArray()).stream()
                    .map(JsonObject.class::cast)
                    .filter(carrier -> "FedEx".equals(carrier.getString("carrier")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private QuoteDrill() {
        sandbox = Sandbox.start(new Sandbox.Options(0, true, Duration.ofSeconds(30)));
        Map<String, String> settings = new LinkedHashMap<>(sandbox.settings());
        settings.put("quarkus.flyway.migrate-at-start", "true");
        service = PackagedService.start(TemporaryDirectories.temporary("quote-drill"), settings);
        token = sandbox.tokens().token("drill", "drill", "shipping:quote", Duration.ofHours(1));
    }

    public static void main(String[] args) throws Exception {
        int quotes = args.length == 1 && args[0].matches("\\d{1,4}") ? Integer.parseInt(args[0]) : 0;
        if (quotes < 1 || quotes > 2000) {
            System.out.print(HELP);
            return;
        }
        try (QuoteDrill drill = new QuoteDrill()) {
            drill.service.awaitReady();
            drill.measure(quotes);
            drill.measureHangingFedex();
        }
    }

    private void measure(int quotes) throws Exception {
        System.out.printf("Warming up with %d quotes, then measuring %d …%n", WARM_UP, quotes);
        for (int i = 0; i < WARM_UP; i++) {
            quote();
        }
        double[] answers = new double[quotes];
        double[] slowest = new double[quotes];
        for (int i = 0; i < quotes; i++) {
            sandbox.carriers().forEach(SimulatedCarrier::forgetRequests);
            answers[i] = quote().milliseconds();
            slowest[i] = slowestCarrier();
            if ((i + 1) % 50 == 0) {
                System.out.printf("  %d of %d%n", i + 1, quotes);
            }
        }
        print("quote", answers);
        print("its slowest carrier alone", slowest);
        print("the difference", difference(answers, slowest));
        System.out.printf(
                Locale.ROOT,
                "p50 of the quotes / p50 of the slowest carrier: %.3f%n%n",
                percentile(50, answers) / percentile(50, slowest));
    }

    private void measureHangingFedex() throws Exception {
        System.out.println("FedEx hangs:");
        sandbox.fedex().fail(Operation.QUOTE, Fault.HANG);
        for (int i = 1; i <= 7; i++) {
            print(i, quote());
        }
        sandbox.fedex().heal();
        long healed = System.nanoTime();
        Answer answer = quote();
        while (!"answered".equals(answer.fedex().getString("status"))
                && elapsed(healed).compareTo(TIMEOUT) < 0) {
            Thread.sleep(Duration.ofMillis(500));
            answer = quote();
        }
        System.out.printf(
                Locale.ROOT,
                "FedEx mended: %s again after %.1f s%n",
                answer.fedex().getString("status"),
                elapsed(healed).toMillis() / 1000.0);
    }

    private Answer quote() throws IOException, InterruptedException {
        JsonObject body = ApiTest.referenceQuote();
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.url() + "/api/v2/shipments/rate-quote"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                .build();
        long started = System.nanoTime();
        var response = http.send(request, BodyHandlers.ofString());
        return new Answer((System.nanoTime() - started) / 1e6, response.statusCode(), new JsonObject(response.body()));
    }

    private double slowestCarrier() {
        return sandbox.carriers().stream()
                .flatMap(carrier -> carrier.received(Operation.QUOTE).stream())
                .mapToDouble(request -> request.simulated().toNanos() / 1e6)
                .max()
                .orElseThrow();
    }

    private static double[] difference(double[] answers, double[] slowest) {
        double[] difference = new double[answers.length];
        Arrays.setAll(difference, i -> answers[i] - slowest[i]);
        return difference;
    }

    private static double percentile(int percent, double[] values) {
        double[] sorted = DoubleStream.of(values).sorted().toArray();
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    private static void print(String label, double[] milliseconds) {
        System.out.printf(
                Locale.ROOT,
                "%-26s p50 %7.1f ms   p99 %7.1f ms%n",
                label,
                percentile(50, milliseconds),
                percentile(99, milliseconds));
    }

    private static void print(int call, Answer answer) {
        JsonObject fedex = answer.fedex();
        System.out.printf(
                Locale.ROOT,
                "  call %d: %d in %6.0f ms, %2d quotes, FedEx %s %s%n",
                call,
                answer.status(),
                answer.milliseconds(),
                answer.body().getJsonArray("quotes", new JsonArray()).size(),
                fedex.getString("status"),
                fedex.getString("code"));
    }

    private static Duration elapsed(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    @Override
    public void close() {
        service.close();
        sandbox.close();
    }
}
