package com.vantage.shipping.packaged;

import static com.vantage.shipping.support.SandboxedPackage.ofEachCarrier;
import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.RoundRobinReplicas;
import com.vantage.shipping.support.SandboxedPackage;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Graceful shutdown under load, as in a rolling update. */
class GracefulIT {
    @RegisterExtension
    static final SandboxedPackage here = new SandboxedPackage(
            // Event loops may lag on a machine that runs tests
            Map.of("shipping.shedding.max-event-loop-lag", "30s"),
            ofEachCarrier(Map.of("deadline", "10s", "timeout", "10s")));

    private final String order = UUID.randomUUID().toString();

    @AfterEach
    void heal() {
        here.sandboxClient().clearFaults();
        here.sandboxClient().clearRecords();
    }

    @Test
    void shutdownUnderLoadFailsNoRequest() throws InterruptedException {
        here.sandboxClient().injectFault("ups", "buy", "slow&seconds=2");
        try (PackagedService leaving = here.startAnother(Map.of());
                PackagedService staying = here.startAnother(Map.of());
                RoundRobinReplicas balancer = new RoundRobinReplicas(List.of(leaving, staying));
                Load load = new Load(balancer)) {
            await().atMost(60, SECONDS).until(() -> load.answers() > 40);

            long told = System.nanoTime();
            leaving.terminate();

            assertThat(leaving.awaitExit()).isIn(0, 143);
            assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(30));
            int answeredBefore = load.answers();
            await().atMost(60, SECONDS).until(() -> load.answers() > answeredBefore + 40);
            assertThat(load.end()).isNotEmpty().allMatch(status -> status == 200 || status == 201, "is successful");
        }
    }

    @Test
    void requestsAreServedDuringShutdownDelay() throws InterruptedException {
        try (PackagedService replica = here.startAnother(Map.of("quarkus.shutdown.delay", "10s"))) {
            replica.terminate();

            await().atMost(5, SECONDS).until(() -> !replica.isReady());
            given().get(replica.managementUrl() + "/q/health/live").then().statusCode(200);
            quote(replica).then().statusCode(200).header("Connection", "close");
            assertThat(replica.awaitExit()).isIn(0, 143);
        }
    }

    @Test
    void purchaseInProgressIsCompletedWhileOthersAreRejected() throws Exception {
        here.sandboxClient().injectFault("ups", "buy", "slow&seconds=5");
        try (PackagedService replica = here.startAnother(Map.of("quarkus.shutdown.delay", "500ms"))) {
            CompletableFuture<Response> asked = CompletableFuture.supplyAsync(() -> create(replica));
            await().atMost(20, SECONDS).until(() -> here.sandboxClient().count("ups", "buy") > 0);
            replica.terminate();

            await().atMost(4, SECONDS).until(() -> quote(replica).statusCode() == 503);
            quote(replica)
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", "1")
                    .header("Connection", "close")
                    .body("type", is("/problems/shutting-down"))
                    .body("retryable", is(true));
            assertThat(asked).isNotDone().succeedsWithin(Duration.ofSeconds(20));

            assertThat(asked.join().statusCode()).isEqualTo(201);
            assertThat(replica.awaitExit()).isIn(0, 143);
            assertThat(stateOfOrder()).as(replica.output()).isEqualTo("created");
        }
    }

    /** Connections to carriers are closed with those of the callers; another replica reconciles unknown outcomes. */
    @Test
    void purchaseOfDisconnectedCallerIsNotLeftPurchasing() throws Exception {
        here.sandboxClient().injectFault("ups", "buy", "slow&seconds=5");
        try (PackagedService replica = here.startAnother(Map.of("quarkus.shutdown.delay", "500ms"))) {
            try (Socket socket = send(replica, purchase())) {
                await().atMost(20, SECONDS).until(() -> here.sandboxClient().count("ups", "buy") > 0);
                assertThat(socket.isConnected()).isTrue();
            }
            replica.terminate();

            assertThat(replica.awaitExit()).isIn(0, 143);
            assertThat(stateOfOrder()).as(replica.output()).isIn("created", "unknown");
        }
    }

    /** Uses the default shutdown settings. */
    @Test
    void shutdownEndsWithinThirtySecondsDespiteHangingCarrier() throws Exception {
        here.sandboxClient().injectFault("ups", "buy", "hang");
        try (PackagedService replica = here.startAnother(Map.of("shipping.carriers.ups.purchase-timeout", "90s"));
                Socket caller = send(replica, purchase())) {
            await().atMost(20, SECONDS).until(() -> here.sandboxClient().count("ups", "buy") > 0);
            assertThat(caller.isConnected()).isTrue();
            long told = System.nanoTime();
            replica.terminate();

            assertThat(replica.awaitExit()).isIn(0, 143);
            assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(30));
        }
    }

    /** Open-loop load of quotes, reads and purchases at a constant rate. */
    private static final class Load implements AutoCloseable {
        private static final int PAUSE_MS = 60;

        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        private final HttpClient http = HttpClient.newHttpClient();
        private final Queue<CompletableFuture<Integer>> asked = new ConcurrentLinkedQueue<>();
        private final AtomicInteger answered = new AtomicInteger();
        private final String token = here.sandboxClient().token(ApiTest.ALL_SCOPES);
        private final RoundRobinReplicas balancer;
        private int sent;

        Load(RoundRobinReplicas balancer) {
            this.balancer = balancer;
            var _ = clock.scheduleAtFixedRate(this::ask, 0, PAUSE_MS, MILLISECONDS);
        }

        int answers() {
            return answered.get();
        }

        /** Stops sending; returns the status of every response, 0 if there was none. */
        List<Integer> end() {
            clock.close();
            return asked.stream().map(CompletableFuture::join).toList();
        }

        private void ask() {
            HttpRequest.Builder request =
                    switch (sent++ % 8) {
                        case 0 -> request("/create").POST(body(ApiTest.purchase("UPS", "03")));
                        case 1, 2, 3 -> request("/rate-quote").POST(body(ApiTest.referenceQuote()));
                        default -> request("?limit=1").GET();
                    };
            asked.add(http.sendAsync(request.build(), BodyHandlers.ofString())
                    .thenApply(HttpResponse::statusCode)
                    .exceptionally(failure -> 0)
                    .whenComplete((status, never) -> answered.incrementAndGet()));
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create(balancer.url() + "/api/v2/shipments" + path))
                    .timeout(Duration.ofSeconds(30))
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + token);
        }

        private static HttpRequest.BodyPublisher body(JsonObject request) {
            return BodyPublishers.ofString(request.encode());
        }

        @Override
        public void close() {
            clock.shutdownNow();
            http.close();
        }
    }

    private JsonObject purchase() {
        return ApiTest.purchase("UPS", "03").put("order_id", order);
    }

    private Response create(PackagedService replica) {
        return caller().body(purchase().encode()).post(replica.url() + "/api/v2/shipments/create");
    }

    private static Response quote(PackagedService replica) {
        return caller().body(ApiTest.referenceQuote().encode()).post(replica.url() + "/api/v2/shipments/rate-quote");
    }

    private static RequestSpecification caller() {
        return given().contentType("application/json")
                .header("Authorization", "Bearer " + here.sandboxClient().token(ApiTest.ALL_SCOPES));
    }

    private static Socket send(PackagedService replica, JsonObject purchase) throws IOException {
        String body = purchase.encode();
        String head = String.join(
                "\r\n",
                "POST /api/v2/shipments/create HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                "Content-Length: " + body.length(),
                "Authorization: Bearer " + here.sandboxClient().token(ApiTest.ALL_SCOPES),
                "",
                "");
        URI url = URI.create(replica.url());
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private String stateOfOrder() throws SQLException {
        try (var connection = here.sandbox().postgres().getPostgresDatabase().getConnection();
                var query = connection.prepareStatement("SELECT state FROM shipment WHERE order_id = ?")) {
            query.setString(1, order);
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
