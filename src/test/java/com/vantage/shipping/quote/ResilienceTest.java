package com.vantage.shipping.quote;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;

import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;

/** The resilience layer as callers see it: quotas, coalesced calls, and deadlines shorter than a carrier's timeout. */
@QuarkusTest
@TestProfile(ResilienceTest.SmallAccount.class)
class ResilienceTest extends ApiTest {
    private static final String FEDEX = "carriers.find { it.carrier == 'FedEx' }.";

    public static final class SmallAccount implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("shipping.carriers.fedex.quota", "20/5s", "shipping.carriers.fedex.quota-timeout", "50ms");
        }
    }

    @Test
    void quotesLeaveQuotaToPurchases() {
        awaitFreeQuota();

        List<JsonPath> answers = quoteConcurrently(30, i -> quoteWithWeight(i));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.getList("quotes.carrier"))
                .contains(
                        "UPS",
                        "USPS")); // At least this replica's share of 4: on a busy machine Redis may time out for a
        // moment.
        assertThat(answers.stream()
                        .filter(answer -> answer.getString(FEDEX + "status").equals("answered")))
                .hasSize(sandbox.count("fedex", "quote"))
                .hasSizeGreaterThanOrEqualTo(4);
        assertThat(countInFirstWindow(sandbox.received("fedex", "quote"))).isLessThanOrEqualTo(16);
        assertThat(answers.stream()
                        .filter(answer -> answer.getString(FEDEX + "status").equals("not_asked")))
                .isNotEmpty()
                .allSatisfy(answer -> {
                    assertThat(answer.getString(FEDEX + "code")).isEqualTo("quota_spent");
                    assertThat(answer.getInt(FEDEX + "retry_after_s")).isBetween(1, 6);
                });
        create(purchase("FedEx", "FEDEX_2_DAY")).statusCode(201);
    }

    @Test
    void throttlingCarrierIsNotCalledUntilRetryAfter() {
        awaitFreeQuota();
        sandbox.injectFault("fedex", "quote", "throttle&seconds=2");
        quote(quoteWithWeight(1)).body(FEDEX + "code", is("throttled_us")).body(FEDEX + "retry_after_s", is(2));

        quote(quoteWithWeight(2))
                .body(FEDEX + "status", is("not_asked"))
                .body(FEDEX + "code", is("quota_spent"))
                .body(FEDEX + "detail", containsString("HTTP 429"))
                .body(FEDEX + "retry_after_s", lessThanOrEqualTo(2));
        create(purchase("FedEx", "FEDEX_2_DAY"))
                .statusCode(503)
                .header("Retry-After", anySeconds())
                .body("carriers[0].detail", containsString("HTTP 429"));

        assertThat(sandbox.count("fedex", "quote")).isEqualTo(1);
        assertThat(sandbox.count("fedex", "buy")).isZero();
    }

    @Test
    void identicalQuotesShareCallsAndKeepRequestIds() {
        sandbox.injectFault("ups", "quote", "slow&seconds=1");
        sandbox.injectFault("fedex", "quote", "slow&seconds=1");
        sandbox.injectFault("usps", "quote", "slow&seconds=1");

        List<JsonPath> answers = quoteConcurrently(20, i -> referenceQuote());

        assertThat(answers).extracting(answer -> answer.getString("request_id")).isEqualTo(ids(20));
        assertThat(sandbox.count("ups", "quote")).isEqualTo(1);
        assertThat(sandbox.count("fedex", "quote")).isEqualTo(1);
        assertThat(sandbox.count("usps", "quote")).isEqualTo(2);
    }

    @Test
    void callersWaitingForTokenKeepRequestIds() {
        sandbox.revokeTokens();

        List<JsonPath> answers =
                quoteConcurrently(12, i -> quoteWithWeight(i).put("carriers", new JsonArray().add("UPS")));

        assertThat(answers).extracting(answer -> answer.getString("request_id")).isEqualTo(ids(12));
        assertThat(sandbox.count("ups", "token")).isEqualTo(1);
        assertThat(sandbox.received("ups", "quote"))
                .extracting(request -> request.getJsonObject("headers").getString("transid"))
                .allSatisfy(id -> assertThat(id).startsWith("caller-"))
                .extracting(id -> id.substring(0, "caller-00".length()))
                .containsAll(ids(12));
    }

    @Test
    void attemptOfDisconnectedCallerEndsAtTimeout() throws IOException {
        quote(quoteWithWeight(1));
        int before = sandbox.connections("ups");
        sandbox.injectFault("ups", "quote", "slow&seconds=4");

        disconnectAfterCarrierCall(
                quoteWithWeight(2).put("deadline_ms", 10_000).put("carriers", new JsonArray().add("UPS")));

        await().atMost(6, SECONDS)
                .until(() -> sandbox.connections("ups") <= before - 1 || sandbox.connections("ups") == 0);
        assertThat(circuit("ups").getInt("failures")).isEqualTo(1);
    }

    @Test
    void hangingCarrierOpensCircuitDespiteShortDeadlines() {
        sandbox.injectFault("fedex", "quote", "hang");

        for (int i = 0; i < 5; i++) {
            quoteWithShortDeadline(i)
                    .body(FEDEX + "code", is("timed_out"))
                    .body(FEDEX + "latency_ms", greaterThanOrEqualTo(800));
        }
        await().atMost(6, SECONDS)
                .until(() -> circuit("fedex").getString("state").equals("open"));
        for (int i = 5; i < 8; i++) {
            quoteWithShortDeadline(i)
                    .body(FEDEX + "code", is("circuit_open"))
                    .body(FEDEX + "latency_ms", lessThan(400));
        }

        assertThat(sandbox.count("fedex", "quote")).isEqualTo(5);
    }

    private ValidatableResponse quoteWithShortDeadline(int i) {
        return quote(quoteWithWeight(i).put("deadline_ms", 800));
    }

    private JsonPath circuit(String carrier) {
        return as("shipping:ops")
                .get("/api/v2/carriers/health")
                .jsonPath()
                .setRootPath(
                        "carriers.find { it.carrier.toLowerCase() == '" + carrier + "' }.operations.quote.circuit");
    }

    /** Counts the first window only, because a busy machine may take longer than that to send all requests. */
    private static long countInFirstWindow(List<JsonObject> received) {
        Instant end = received.getFirst().getInstant("at").plusSeconds(5);
        return received.stream()
                .filter(request -> request.getInstant("at").isBefore(end))
                .count();
    }

    /** Waits longer than the quota's window of five seconds, because calls count slightly longer than that. */
    private void awaitFreeQuota() {
        long start = System.nanoTime();
        await().until(() -> System.nanoTime() - start > 6_000_000_000L);
        sandbox.clearRecords();
    }

    private static Matcher<String> anySeconds() {
        return matchesPattern("[1-9]\\d*");
    }

    /** Each has a different weight, so that calls cannot be shared. */
    private static JsonObject quoteWithWeight(int i) {
        return referenceQuote()
                .put("deadline_ms", 10_000)
                .put("packages", new JsonArray().add(parcel(16 + i, 12, 8, 6)));
    }

    private static List<String> ids(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add("caller-%02d".formatted(i));
        }
        return ids;
    }

    /** Sends all requests concurrently and returns the responses in the order of the requests. */
    private List<JsonPath> quoteConcurrently(int count, IntFunction<JsonObject> request) {
        String token = sandbox.token("shipping:quote");
        try (ExecutorService callers = Executors.newFixedThreadPool(count)) {
            List<Future<JsonPath>> pending = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                JsonObject body = request.apply(i);
                String id = ids(count).get(i);
                pending.add(callers.submit(() -> withToken(token)
                        .header("X-Request-ID", id)
                        .body(body.encode())
                        .post("/api/v2/shipments/rate-quote")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath()));
            }
            List<JsonPath> answers = new ArrayList<>();
            for (Future<JsonPath> each : pending) {
                answers.add(each.get());
            }
            return answers;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Disconnects as soon as the carrier has been called. */
    private void disconnectAfterCarrierCall(JsonObject request) throws IOException {
        byte[] body = request.encode().getBytes(StandardCharsets.UTF_8);
        String head = "POST /api/v2/shipments/rate-quote HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + sandbox.token("shipping:quote") + "\r\nContent-Length: " + body.length
                + "\r\n\r\n";
        int asked = sandbox.count("ups", "quote");
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            await().atMost(5, SECONDS).until(() -> sandbox.count("ups", "quote") > asked);
        }
    }
}
