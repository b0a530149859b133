package com.vantage.shipping.drill;

import static com.vantage.shipping.support.ApiTest.purchase;

import com.vantage.shipping.sandbox.Sandbox;
import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.TemporaryDirectories;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tests whether the duration of a 404 reveals which guessed shipment ids exist. */
final class EnumerationTimingDrill implements AutoCloseable {
    private static final String HELP = """
            Usage: ./mvnw -q package -DskipTests exec:exec@timing-drill [-Ddrill.guesses=N]

            Requests from the packaged service N times (100 to 20000, default 2000) in turns a shipment of another client
            and one that does not exist, through each operation on shipments, and compares the medians. Takes about a
            minute. Exit code 1: they differ by a tenth or more.
            """;

    private static final int WARM_UP = 500;
    private static final double MAX_DIFFERENCE = 0.1;
    private static final List<String> ROUTES = List.of(
            "GET /api/v2/shipments/%s",
            "GET /api/v2/shipments/%s/label", "GET /api/v2/shipments/%s/tracking", "POST /api/v2/shipments/%s/cancel");

    private final Sandbox sandbox = Sandbox.start(new Sandbox.Options(0, false, Duration.ofDays(1)));
    private final PackagedService service;
    private final HttpClient http = HttpClient.newHttpClient();
    private final PromiseTable promises = new PromiseTable();

    private EnumerationTimingDrill() {
        Map<String, String> settings = new LinkedHashMap<>(sandbox.settings());
        settings.put("quarkus.flyway.migrate-at-start", "true");
        settings.put("shipping.callers.limited", "false");
        service = PackagedService.start(TemporaryDirectories.temporary("timing-drill"), settings);
    }

    public static void main(String[] args) throws Exception {
        int guesses = args.length == 1 && args[0].matches("\\d{1,5}") ? Integer.parseInt(args[0]) : 0;
        if (guesses < 100 || guesses > 20_000) {
            System.out.print(HELP);
            return;
        }
        Locale.setDefault(Locale.ROOT);
        int broken;
        try (EnumerationTimingDrill drill = new EnumerationTimingDrill()) {
            drill.service.awaitReady();
            drill.measure(guesses);
            broken = drill.promises.broken();
        }
        System.exit(broken == 0 ? 0 : 1);
    }

    private void measure(int guesses) throws IOException, InterruptedException {
        String existing = buyAndTrack();
        String nonexistent = existing.replaceFirst("-\\d+$", "-1");
        String stranger = token("stranger");
        promises.scenario("Median of %d guesses in turns, in ms: another's, nobody's".formatted(guesses));
        for (String route : ROUTES) {
            double[] existingTimes = new double[guesses];
            double[] nonexistentTimes = new double[guesses];
            for (int i = -WARM_UP; i < guesses; i++) {
                double first = milliseconds(route.formatted(existing), stranger);
                double second = milliseconds(route.formatted(nonexistent), stranger);
                if (i >= 0) {
                    existingTimes[i] = first;
                    nonexistentTimes[i] = second;
                }
            }
            double ratio = median(existingTimes) / median(nonexistentTimes);
            promises.row(
                    route.formatted("{id}") + ": as long as one that is not",
                    Math.abs(ratio - 1) < MAX_DIFFERENCE,
                    "%.3f, %.3f: %+.1f %%"
                            .formatted(median(existingTimes), median(nonexistentTimes), 100 * (ratio - 1)));
        }
    }

    /** Buys and tracks a shipment, so that every cache has it. */
    private String buyAndTrack() throws IOException, InterruptedException {
        String owner = token("owner");
        String id = new JsonObject(send(
                                "POST /api/v2/shipments/create",
                                purchase("UPS", "03").encode(),
                                owner,
                                201)
                        .body())
                .getString("shipment_id");
        send("GET /api/v2/shipments/" + id + "/tracking", "", owner, 200);
        return id;
    }

    private double milliseconds(String request, String token) throws IOException, InterruptedException {
        long started = System.nanoTime();
        send(request, "", token, 404);
        return (System.nanoTime() - started) / 1e6;
    }

    private HttpResponse<String> send(String request, String body, String token, int expected)
            throws IOException, InterruptedException {
        int space = request.indexOf(' ');
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(service.url() + request.substring(space + 1)))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(request.substring(0, space), HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IllegalStateException(request + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer;
    }

    private String token(String client) {
        return sandbox.tokens()
                .token(client, client, "shipping:quote shipping:track shipping:ship", Duration.ofHours(1));
    }

    private static double median(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    @Override
    public void close() {
        service.close();
        sandbox.close();
    }
}
