package com.vantage.shipping.drill;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.awaitility.Awaitility.await;

import com.vantage.shipping.drill.WebhookRows.Retry;
import com.vantage.shipping.support.WebhookReceiver;
import com.vantage.shipping.support.WebhookReceiver.Received;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Sends webhooks to endpoints that hang or fail for days, and kills a replica that sends; then compares what arrived. */
final class WebhookDrill implements AutoCloseable {
    private static final String HELP = """
            Usage: ./mvnw -q package -DskipTests exec:exec@webhook-drill [-Ddrill.events=N]

            Two replicas of the packaged service send webhooks to receivers in the drill: to a working endpoint without and
            with one that hangs; to one that answers 500 for three days, whose rows are moved into the past; and N
            events (1000 to 100000, default 10000) while one replica is killed with kill -9. Prints promises with
            measurements. Takes four minutes. Exit code 1: a promise was broken.
            """;

    private static final String CLIENT = "drill";
    private static final int REPLICAS = 2;
    private static final int SHIPMENTS = 100;

    /** Events of the first scenario: 20 a second for 20 s, twice as long as a hanging endpoint's timeout. */
    private static final int LAG_EVENTS = 400;

    private static final Duration LAG_INTERVAL = Duration.ofMillis(50);
    private static final double MAX_ADDED_LAG = 0.5;

    /** As documented. */
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);

    private static final Duration MAX_RETRY = Duration.ofHours(6);
    private static final double JITTER = 0.2;
    private static final Duration RETRY_TIMEOUT = Duration.ofDays(3);

    /** As long as a receiver may take to store a message, so that a kill hits some that are being sent. */
    private static final Duration ANSWER_TIME = Duration.ofMillis(5);

    private static final int TIMEOUT_S = 150;

    private final DrillEnvironment environment = new DrillEnvironment();
    private final HttpClient http = HttpClient.newHttpClient();
    private final PromiseTable promises = new PromiseTable();
    private final Fleet fleet;
    private final WebhookRows rows;
    private final String token;

    private record Endpoint(String id, String secret, WebhookReceiver receiver) {
        String path() {
            return "/api/v2/webhooks/" + id;
        }

        long forged() throws GeneralSecurityException {
            long forged = 0;
            for (Received request : receiver.received()) {
                forged += request.isSignedWith(secret) ? 0 : 1;
            }
            return forged;
        }
    }

    private WebhookDrill() throws SQLException {
        fleet = environment.fleet(REPLICAS, Map.of("shipping.webhooks.allow-loopback", "true"));
        rows = new WebhookRows(
                environment.sandbox().postgres().getPostgresDatabase().getConnection(), CLIENT);
        token = environment.sandbox().tokens().token(CLIENT, CLIENT, "shipping:ship", Duration.ofHours(1));
    }

    public static void main(String[] args) throws Exception {
        int events = args.length == 1 && args[0].matches("\\d{1,6}") ? Integer.parseInt(args[0]) : 0;
        if (events < 1000 || events > 100_000) {
            System.out.print(HELP);
            return;
        }
        Locale.setDefault(Locale.ROOT);
        int broken;
        try (WebhookDrill drill = new WebhookDrill()) {
            drill.environment.warmUp(drill.fleet);
            drill.hangingEndpoint();
            drill.failingEndpoint();
            drill.killedReplica(events);
            broken = drill.promises.broken();
        }
        System.exit(broken == 0 ? 0 : 1);
    }

    private void hangingEndpoint() throws Exception {
        promises.scenario("An endpoint hangs; %d events, 20 a second".formatted(LAG_EVENTS));
        Endpoint working = register("shipment.*");
        lag(working, "warm-up-");
        List<Double> alone = lag(working, "alone-");
        Endpoint hanging = register("shipment.*");
        hanging.receiver().answerWith(WebhookReceiver.HANG);
        List<Double> beside = lag(working, "beside-");

        promises.measurement("lag of a working endpoint", percentiles(alone));
        promises.row(
                "… with another that hangs: p99 at most %.1f s longer".formatted(MAX_ADDED_LAG),
                percentile(beside, 0.99) - percentile(alone, 0.99) <= MAX_ADDED_LAG,
                percentiles(beside));
        promises.row(
                "every event reaches the working endpoint",
                alone.size() + beside.size() == 2 * LAG_EVENTS,
                "%d of %d".formatted(alone.size() + beside.size(), 2 * LAG_EVENTS));
        promises.measurement(
                "requests to the hanging endpoint",
                Integer.toString(hanging.receiver().received().size()));
        remove(working, hanging);
    }

    /** Seconds from each event's commit to its first arrival, in ascending order. */
    private List<Double> lag(Endpoint endpoint, String prefix) throws Exception {
        Map<String, Long> committed = new HashMap<>();
        int before = endpoint.receiver().received().size();
        for (int i = 0; i < LAG_EVENTS; i++) {
            String shipment = prefix + i + "-";
            rows.insertEvents(shipment, 1, "created", 1);
            committed.put(shipment + 0, System.nanoTime());
            Thread.sleep(LAG_INTERVAL);
        }
        awaitReceived(endpoint, before + LAG_EVENTS);
        return endpoint.receiver().received().stream()
                .filter(request -> committed.containsKey(request.shipment()))
                .map(request -> (request.nanoTime() - committed.remove(request.shipment())) / 1e9)
                .sorted()
                .toList();
    }

    private void failingEndpoint() throws Exception {
        promises.scenario("An endpoint answers 500 for three days; 2 shipments with 3 events each");
        Endpoint other = register("webhook.disabled");
        Endpoint failing = register("shipment.*");
        failing.receiver().answerWith(500);
        for (String state : List.of("requested", "purchasing", "created")) {
            rows.insertEvents("failing-", 2, state, 2);
        }
        Set<Retry> retries = new HashSet<>();
        Duration elapsed = failUntilDisabled(failing, retries);
        int attempts = failing.receiver().received().size();

        long offSchedule =
                retries.stream().filter(retry -> !isOnSchedule(retry)).count();
        promises.row(
                "a retry after 5 s, then twice the time, up to 6 h, ± 20 %",
                offSchedule == 0 && !retries.isEmpty(), "%d of %d retries not".formatted(offSchedule, retries.size()));
        promises.row(
                "disabled after three days, at its next attempt",
                elapsed.compareTo(RETRY_TIMEOUT) >= 0
                        && elapsed.compareTo(RETRY_TIMEOUT.plus(
                                        MAX_RETRY.multipliedBy(6).dividedBy(5)))
                                <= 0,
                "%.1f h, %d attempts".formatted(elapsed.toMinutes() / 60.0, attempts));
        awaitReceived(other, 1);
        promises.row(
                "the client's other endpoint is told once",
                other.receiver().received().size() == 1,
                "%d notices".formatted(other.receiver().received().size()));
        promises.row(
                "later events of a shipment wait",
                failing.receiver().ids().stream().distinct().count() == 2,
                failing.receiver().ids().stream().distinct().count() + " events tried");

        failing.receiver().answerWith(204);
        call("POST", failing.path() + "/redeliver", range());
        call("PATCH", failing.path(), new JsonObject().put("enabled", true));
        awaitReceived(failing, attempts + 6);
        List<Received> delivered = failing.receiver()
                .received()
                .subList(attempts, failing.receiver().received().size());
        promises.row(
                "enabled and redelivered: all is delivered, in order",
                delivered.size() == 6 && outOfOrder(delivered).isEmpty() && failing.forged() == 0,
                "%d of 6, %d shipments out of order"
                        .formatted(delivered.size(), outOfOrder(delivered).size()));
        remove(other, failing);
    }

    /** Advances the clock of the endpoint to each next attempt. Returns the time from the first to the last one. */
    private Duration failUntilDisabled(Endpoint failing, Set<Retry> retries) throws Exception {
        Instant started = Instant.now();
        Duration advanced = Duration.ZERO;
        Instant deadline = started.plusSeconds(TIMEOUT_S);
        while (new JsonObject(call("GET", failing.path(), null)).getBoolean("enabled")
                && Instant.now().isBefore(deadline)) {
            retries.addAll(rows.retries(failing.id()));
            Optional<Duration> idle = rows.timeUntilRetry(failing.id()).filter(time -> time.toMillis() > 0);
            if (idle.isPresent()) {
                rows.advanceClock(failing.id(), idle.get());
                advanced = advanced.plus(idle.get());
            }
            Thread.sleep(LAG_INTERVAL);
        }
        return advanced.plus(Duration.between(started, Instant.now()));
    }

    private static boolean isOnSchedule(Retry retry) {
        Duration doubled = FIRST_RETRY.multipliedBy(1L << Math.min(retry.attempts() - 1, 20));
        double expected = Math.min(doubled.toMillis(), MAX_RETRY.toMillis());
        return Math.abs(retry.delay().toMillis() / expected - 1) <= JITTER + 0.001;
    }

    private static JsonObject range() {
        return new JsonObject()
                .put("from", Instant.now().minus(Duration.ofHours(1)).toString())
                .put("to", Instant.now().plus(Duration.ofHours(1)).toString());
    }

    private void killedReplica(int events) throws Exception {
        promises.scenario(
                "kill -9 of one of two replicas that send %d events of %d shipments".formatted(events, SHIPMENTS));
        Endpoint endpoint = register("shipment.*");
        WebhookReceiver receiver = endpoint.receiver();
        receiver.answerWith(request -> answerAfter(ANSWER_TIME));
        long started = System.nanoTime();
        rows.insertEvents("killed-", SHIPMENTS, "unknown", events);
        awaitReceived(endpoint, events / 3);
        fleet.kill(1);
        int atKill = receiver.received().size();
        try {
            await().atMost(TIMEOUT_S + events / 50, SECONDS)
                    .until(() -> rows.count(endpoint.id(), "delivered") == events);
        } catch (ConditionTimeoutException late) {
            promises.measurement("still pending at the end", Long.toString(rows.count(endpoint.id(), "pending")));
        }
        double seconds = (System.nanoTime() - started) / 1e9;

        List<Received> received = List.copyOf(receiver.received());
        long unique = received.stream().map(Received::id).distinct().count();
        promises.row("every event arrives", unique == events, "%d of %d".formatted(unique, events));
        promises.row(
                "in the order of `sequence` for each shipment",
                outOfOrder(received).isEmpty(),
                "%d of %d shipments not".formatted(outOfOrder(received).size(), SHIPMENTS));
        promises.row(
                "sent again with the same webhook-id, only what was being sent",
                received.size() - unique <= 4,
                "%d again".formatted(received.size() - unique));
        promises.row(
                "never two events of a shipment at the same time",
                receiver.overlaps() == 0,
                receiver.overlaps() + " times");
        promises.row("every request is signed", endpoint.forged() == 0, endpoint.forged() + " not");
        promises.measurement("received when the replica was killed", Integer.toString(atKill));
        promises.measurement("deliveries a second, pauses included", "%.0f".formatted(events / seconds));
        promises.measurement("longest pause", "%.1f s".formatted(longestPause(received)));
        remove(endpoint);
    }

    private static int answerAfter(Duration time) {
        try {
            Thread.sleep(time);
            return 204;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 503;
        }
    }

    /** Shipments of which an event arrived after a later one. */
    private static List<String> outOfOrder(List<Received> received) {
        return received.stream()
                .collect(groupingBy(Received::shipment, mapping(Received::sequence, toList())))
                .entrySet()
                .stream()
                .filter(shipment -> !shipment.getValue()
                        .equals(shipment.getValue().stream().sorted().toList()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static double longestPause(List<Received> received) {
        List<Long> times = received.stream().map(Received::nanoTime).sorted().toList();
        long longest = 0;
        for (int i = 1; i < times.size(); i++) {
            longest = Math.max(longest, times.get(i) - times.get(i - 1));
        }
        return longest / 1e9;
    }

    private static String percentiles(List<Double> sorted) {
        return "p50 %.2f, p99 %.2f, longest %.2f s"
                .formatted(percentile(sorted, 0.5), percentile(sorted, 0.99), percentile(sorted, 1));
    }

    private static double percentile(List<Double> sorted, double share) {
        return sorted.isEmpty() ? Double.POSITIVE_INFINITY : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    private static void awaitReceived(Endpoint endpoint, int count) {
        try {
            await().atMost(TIMEOUT_S, SECONDS)
                    .until(() -> endpoint.receiver().received().size() >= count);
        } catch (ConditionTimeoutException late) {
            // What is missing is counted by the caller
            System.out.printf(
                    "  Only %d of %d requests arrived%n",
                    endpoint.receiver().received().size(), count);
        }
    }

    private Endpoint register(String events) throws IOException, InterruptedException {
        WebhookReceiver receiver = new WebhookReceiver();
        JsonObject created = new JsonObject(call(
                "POST",
                "/api/v2/webhooks",
                new JsonObject().put("url", receiver.url()).put("events", new JsonArray().add(events))));
        return new Endpoint(created.getString("webhook_id"), created.getString("secret"), receiver);
    }

    private void remove(Endpoint... endpoints) throws IOException, InterruptedException {
        for (Endpoint endpoint : endpoints) {
            call("DELETE", endpoint.path(), null);
            endpoint.receiver().close();
        }
    }

    private String call(String method, String path, @Nullable JsonObject body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(fleet.url(0) + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    "%s %s answered %d: %s".formatted(method, path, answer.statusCode(), answer.body()));
        }
        return answer.body();
    }

    @Override
    public void close() throws SQLException {
        http.close();
        rows.close();
        fleet.close();
        environment.close();
    }
}
