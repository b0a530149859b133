package com.vantage.shipping.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.support.SandboxClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Effects of the control API and of WireMock's admin API on a carrier. */
class SimulatedCarrierTest {
    private static final String TRACKING = "/api/track/v1/details/1ZNOBODYKNOWSIT";
    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final SoldLabels soldLabels = new SoldLabels(Clock.systemUTC());
    private final SimulatedCarrier ups = new SimulatedUps(
            CarrierAccount.of("ups"),
            soldLabels,
            new ParcelJourney(soldLabels, Clock.systemUTC(), Duration.ofHours(1)));
    private final ControlApi controlApi = new ControlApi(VERTX, List.of(ups), soldLabels, new DemoTokens());
    private SandboxClient desk = new SandboxClient("");
    private String token = "";

    @BeforeEach
    void start() {
        ups.start(0);
        controlApi.start(0);
        desk = new SandboxClient("http://127.0.0.1:" + controlApi.port());
        token = ups.newToken();
    }

    @AfterEach
    void stop() {
        controlApi.stop();
        ups.stop();
    }

    @AfterAll
    static void close() {
        Futures.await(VERTX.close());
    }

    @Test
    void adminApiListsTheStubsOfEachOperation() throws Exception {
        assertThat(stubs())
                .extracting(
                        stub -> stub.getJsonObject("metadata", new JsonObject()).getString("operation"))
                .contains("token", "quote", "buy", "find", "cancel", "track");
    }

    @Test
    void faultIsAStubUntilRemoved() throws Exception {
        desk.injectFault("ups", "track", "throttle&seconds=7");

        HttpResponse<String> refusal = track();
        assertThat(refusal.statusCode()).isEqualTo(429);
        assertThat(refusal.headers().firstValue("Retry-After")).contains("7");
        assertThat(refusal.body()).contains("10429");
        assertThat(stubs()).anyMatch(stub -> stub.encode().contains("\"fault\":\"throttle\""));

        desk.clearFaults();
        assertThat(track().statusCode()).isEqualTo(404);
        assertThat(stubs()).noneMatch(stub -> stub.encode().contains("\"fault\""));
    }

    @Test
    void addedStubPrecedesCarriersOwnAndIsCounted() throws Exception {
        admin("POST", "/mappings", """
                {"request": {"urlPath": "%s"}, "response": {"status": 418}}""".formatted(TRACKING));

        assertThat(track().statusCode()).isEqualTo(418);
        assertThat(desk.count("ups", "track")).isEqualTo(1);

        admin("POST", "/mappings/reset", "");
        assertThat(track().statusCode()).isEqualTo(404);
    }

    @Test
    void specificReplyPrecedesGeneralReply() throws Exception {
        desk.stubReply("ups", "track", "1ZNOBODY", 503, "text/plain", "one");
        desk.stubReply("ups", "track", 502, "text/plain", "all");

        assertThat(track().body()).isEqualTo("one");
        assertThat(stubs()).anyMatch(stub -> stub.encode().contains("\"reply\":\"1ZNOBODY\""));
        assertThat(send("GET", "/api/track/v1/details/1ZANOTHER", "").body()).isEqualTo("all");
    }

    @Test
    void earlierFaultAppliesToLaterReply() throws Exception {
        desk.injectFault("ups", "track", "garble");
        desk.stubReply("ups", "track", 200, "text/plain", "half of it");
        assertThat(track().body()).isEqualTo("half ");

        ups.removeReplies();
        assertThat(track().body()).startsWith("{\"response\"").doesNotEndWith("}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "slow", "throttle", "break", "reset", "garble", "cut"})
    void everyOperationHasEveryFault(String fault) {
        for (String operation : List.of("token", "quote", "validate", "buy", "find", "cancel", "pickup", "track")) {
            desk.injectFault("ups", operation, fault);
        }

        // UPS has no manifests
        assertThat(EnumSet.complementOf(EnumSet.copyOf(ups.faults().keySet()))).containsExactly(Operation.MANIFEST);
    }

    @Test
    void requestsWithoutTokenAreCounted() throws Exception {
        token = "another";

        assertThat(track().statusCode()).isEqualTo(401);
        assertThat(desk.count("ups", "track")).isEqualTo(1);
    }

    @Test
    void hangingCallsEndWithServer() {
        desk.injectFault("ups", "buy", "hang");
        HttpRequest purchase = request("POST", "/api/shipments/v2409/ship", "{}");
        CompletableFuture<HttpResponse<String>> hanging = HTTP.sendAsync(purchase, BodyHandlers.ofString());
        Awaitility.await().until(() -> desk.count("ups", "buy") == 1);
        assertThat(desk.connections("ups")).isPositive();

        ups.stop();

        assertThatThrownBy(() -> hanging.get(5, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
    }

    private HttpResponse<String> track() throws Exception {
        return send("GET", TRACKING, "");
    }

    private List<JsonObject> stubs() throws Exception {
        JsonArray mappings = new JsonObject(admin("GET", "/mappings", "").body()).getJsonArray("mappings");
        return mappings.stream().map(JsonObject.class::cast).toList();
    }

    private HttpResponse<String> admin(String method, String path, String body) throws Exception {
        return send(method, "/__admin" + path, body);
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return HTTP.send(request(method, path, body), BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(ups.url() + path))
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.ofString(body))
                .build();
    }
}
