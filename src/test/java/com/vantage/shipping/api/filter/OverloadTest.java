package com.vantage.shipping.api.filter;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import com.vantage.shipping.fuzz.AnyOperation;
import com.vantage.shipping.support.ApiTest;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.netty.MainEventLoopGroup;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Allows ten concurrent requests: up to six quotes, two more for reads, two more for purchases. */
@QuarkusTest
@TestProfile(LowLimits.class)
class OverloadTest extends ApiTest {
    private static final JsonObject LONG_DEADLINE = referenceQuote().put("deadline_ms", 2500);

    @Inject
    MeterRegistry meters;

    @Inject
    @MainEventLoopGroup
    EventLoopGroup loops;

    @TestHTTPResource("/api/v2/shipments")
    URI shipments = URI.create("/");

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready = URI.create("/");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String token = "";

    @BeforeEach
    void createToken() {
        token = sandbox.token(ALL_SCOPES);
    }

    @AfterEach
    void awaitNothingInFlight() {
        http.shutdownNow();
        await().atMost(10, SECONDS).untilAsserted(() -> {
            assertThat(inFlight("quote")).isZero();
            assertThat(inFlight("read")).isZero();
            assertThat(inFlight("purchase")).isZero();
        });
    }

    @Test
    void excessRequestsAreShedWhileAllCarriersHang() {
        everyCarrierHangs();
        double shedBefore = shed("quote");
        long start = System.nanoTime();

        List<CompletableFuture<Integer>> answers =
                repeat(100, () -> post("/rate-quote", LONG_DEADLINE).thenApply(HttpResponse::statusCode));
        await().atMost(2, SECONDS).until(() -> done(answers).count() == 94);

        assertThat(System.nanoTime() - start).isLessThan(SECONDS.toNanos(2));
        assertThat(done(answers)).containsOnly(503);
        assertThat(shed("quote") - shedBefore).isEqualTo(94);
        assertThat(answers.stream().map(CompletableFuture::join))
                .filteredOn(status -> status != 503)
                .hasSize(6)
                .containsOnly(502);

        sandbox.clearFaults();
        await().atMost(20, SECONDS)
                .until(() -> quote(referenceQuote()).extract().path("partial"), is(false));
    }

    @Test
    void excessItemsOfBatchAreShedAlone() throws Exception {
        everyCarrierHangs();
        JsonObject batch = new JsonObject().put("requests", new JsonArray(Collections.nCopies(8, LONG_DEADLINE)));

        HttpResponse<String> answer = post("/rate-quote/batch", batch).get(20, SECONDS);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body())
                        .getJsonArray("results").stream().map(result -> ((JsonObject) result).getInteger("status")))
                .containsExactlyInAnyOrder(502, 502, 502, 502, 502, 503, 503, 503);
    }

    @Test
    void quotesAreShedFirstThenReadsThenPurchases() {
        String id = create(purchase("UPS", "03")).statusCode(201).extract().path("shipment_id");
        everyCarrierHangs();

        repeat(6, () -> post("/rate-quote", LONG_DEADLINE));
        await().until(() -> inFlight("quote") == 6);
        requireShed(quote(referenceQuote()));
        read(id).statusCode(200);

        repeat(2, () -> get("/" + id + "/tracking"));
        await().until(() -> inFlight("read") == 2);
        requireShed(read(id));
        create(new JsonObject()).statusCode(400);

        repeat(2, () -> post("/create", purchase("FedEx", "FEDEX_2_DAY")));
        await().until(() -> inFlight("purchase") == 2);
        requireShed(create(purchase("FedEx", "FEDEX_2_DAY")));
        given().get(ready).then().statusCode(200);
        given().get("/api/v2/openapi").then().statusCode(200);
    }

    @Test
    void everyOperationIsShedAtTheLimit() {
        String id = create(purchase("UPS", "03")).statusCode(201).extract().path("shipment_id");
        everyCarrierHangs();
        repeat(6, () -> post("/rate-quote", LONG_DEADLINE));
        await().until(() -> inFlight("quote") == 6);
        repeat(2, () -> get("/" + id + "/tracking"));
        await().until(() -> inFlight("read") == 2);
        repeat(2, () -> post("/create", purchase("FedEx", "FEDEX_2_DAY")));
        await().until(() -> inFlight("purchase") == 2);

        // At once, as the requests in flight end after their deadline
        EnumSet.complementOf(EnumSet.of(AnyOperation.GET_CARRIER_HEALTH)).parallelStream()
                .forEach(operation -> requireShed(operation.sendBy(as(ALL_SCOPES))));
    }

    @Test
    void quotesAreShedWhileEventLoopsLag() {
        String id = create(purchase("UPS", "03")).statusCode(201).extract().path("shipment_id");
        AtomicBoolean busy = new AtomicBoolean(true);
        loops.forEach(loop -> keepBusy(loop, busy));
        try {
            await().atMost(20, SECONDS)
                    .until(() -> quote(referenceQuote()).extract().statusCode() == 503);
            read(id).statusCode(200);
        } finally {
            busy.set(false);
        }

        await().atMost(20, SECONDS)
                .until(() -> quote(referenceQuote()).extract().statusCode() == 200);
    }

    @Test
    void singlePauseShedsNothing() throws InterruptedException {
        CountDownLatch paused = new CountDownLatch(1);
        loops.forEach(loop -> loop.execute(() -> {
            sleep(1500);
            paused.countDown();
        }));
        paused.await();

        quote(referenceQuote()).statusCode(200);
    }

    /** Delays every tick of the event loop, as a backlog would. */
    private static void keepBusy(EventExecutor loop, AtomicBoolean busy) {
        if (busy.get()) {
            var _ = loop.schedule(
                    () -> {
                        sleep(400);
                        keepBusy(loop, busy);
                    },
                    10,
                    MILLISECONDS);
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void sheddingPrecedesTokenVerification() {
        everyCarrierHangs();
        repeat(6, () -> post("/rate-quote", LONG_DEADLINE));
        await().until(() -> inFlight("quote") == 6);

        requireShed(withToken("nonsense")
                .body(referenceQuote().encode())
                .post("/api/v2/shipments/rate-quote")
                .then());
    }

    @Test
    void connectionIsReusableAfterShedding() throws IOException {
        everyCarrierHangs();
        repeat(6, () -> post("/rate-quote", LONG_DEADLINE));
        await().until(() -> inFlight("quote") == 6);

        try (Socket socket = connect()) {
            send(socket, "POST", "/rate-quote", "Connection: keep-alive", "x".repeat(20_000));
            send(socket, "GET", "/VNT-2020-1", "Connection: close", "");
            socket.setSoTimeout(5000);
            String both = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(both).containsSubsequence("HTTP/1.1 503 Service Unavailable", "HTTP/1.1 404 Not Found");
        }
    }

    /** Six connections, so that a single leaked slot would shed the last quote. */
    @Test
    void disconnectReleasesSlot() throws IOException {
        everyCarrierHangs();

        List<Socket> quoting = sockets(4, "/rate-quote", LONG_DEADLINE.encode());
        List<Socket> buying = sockets(2, "/create", purchase("UPS", "03").encode());
        await().until(() -> inFlight("quote") == 4 && inFlight("purchase") == 2);
        close(quoting);
        close(buying);

        await().atMost(1, SECONDS).until(() -> inFlight("quote") == 0 && inFlight("purchase") == 0);
        sandbox.clearFaults();
        await().atMost(20, SECONDS)
                .until(() -> quote(referenceQuote()).extract().path("partial"), is(false));
    }

    @Test
    void disconnectWithinBodyReleasesSlot() throws IOException {
        try (Socket socket = connect()) {
            String head = head("POST", "/rate-quote", "Connection: keep-alive", 500);
            socket.getOutputStream().write((head + "{\"origin\":").getBytes(StandardCharsets.UTF_8));
            await().until(() -> inFlight("quote") == 1);
        }

        await().atMost(1, SECONDS).until(() -> inFlight("quote") == 0);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void cancelledRequestReleasesSlot(HttpClient.Version version) {
        everyCarrierHangs();
        try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
            client.sendAsync(request("/VNT-2020-1").GET().build(), BodyHandlers.ofString())
                    .join();
            var asked = repeat(
                    3,
                    () -> client.sendAsync(
                            request("/rate-quote")
                                    .POST(BodyPublishers.ofString(LONG_DEADLINE.encode()))
                                    .build(),
                            BodyHandlers.ofString()));
            await().until(() -> inFlight("quote") == 3);

            asked.forEach(answer -> answer.cancel(true));

            await().atMost(1, SECONDS).until(() -> inFlight("quote") == 0);
        }
    }

    private void everyCarrierHangs() {
        Stream.of("ups", "fedex", "usps").forEach(carrier -> sandbox.injectFault(carrier, "all", "hang"));
    }

    private static void requireShed(ValidatableResponse answer) {
        answer.statusCode(503)
                .time(lessThan(1000L))
                .contentType("application/problem+json")
                .header("Retry-After", "1")
                .body("type", is("/problems/overloaded"))
                .body("retryable", is(true));
    }

    private ValidatableResponse read(String id) {
        return as(ALL_SCOPES).get("/api/v2/shipments/{id}", id).then();
    }

    private double inFlight(String work) {
        return meters.get("http.in.flight").tag("work", work).gauge().value();
    }

    private double shed(String work) {
        return meters.get("http.shed").tag("work", work).counter().count();
    }

    private static <T> List<CompletableFuture<T>> repeat(int times, Supplier<CompletableFuture<T>> call) {
        return IntStream.range(0, times).mapToObj(i -> call.get()).toList();
    }

    private static <T> Stream<T> done(List<CompletableFuture<T>> answers) {
        return answers.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join);
    }

    private CompletableFuture<HttpResponse<String>> post(String path, JsonObject body) {
        return http.sendAsync(
                request(path).POST(BodyPublishers.ofString(body.encode())).build(), BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> get(String path) {
        return http.sendAsync(request(path).GET().build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(shipments + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token);
    }

    private List<Socket> sockets(int count, String path, String body) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket socket = connect();
            send(socket, "POST", path, "Connection: keep-alive", body);
            sockets.add(socket);
        }
        return sockets;
    }

    private Socket connect() throws IOException {
        return new Socket(shipments.getHost(), shipments.getPort());
    }

    private void send(Socket socket, String method, String path, String connection, String body) throws IOException {
        String head = head(method, path, connection, body.length());
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
    }

    private String head(String method, String path, String connection, int length) {
        return String.join(
                "\r\n",
                method + " /api/v2/shipments" + path + " HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                connection,
                "Content-Length: " + length,
                "Authorization: Bearer " + token,
                "",
                "");
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
