package com.vantage.shipping.quote;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;

import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.SmallAccount;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;

/** The resilience layer as callers see it: quotas, coalesced calls, and deadlines shorter than a carrier's timeout. */
@QuarkusTest
@TestProfile(SmallAccount.class)
class ResilienceTest extends ApiTest {
    /** The quote before each test, which closes the circuit. */
    private static final int QUOTES_BEFORE = 1;

    private static final String FEDEX = "carriers.find { it.carrier == 'FedEx' }.";

    @Test
    void quotesLeaveQuotaToPurchases() {
        List<JsonPath> answers = quoteConcurrently(30, ResilienceTest::quoteWithWeight);

        assertThat(answers).allSatisfy(answer -> assertThat(answer.getList("quotes.carrier"))
                .contains("UPS", "USPS"));
        assertThat(answers.stream()
                        .filter(answer -> answer.getString(FEDEX + "status").equals("answered")))
                .hasSize(sandbox.count("fedex", "quote"))
                .hasSize(16 - QUOTES_BEFORE);
        assertThat(answers.stream()
                        .filter(answer -> answer.getString(FEDEX + "status").equals("not_asked")))
                .isNotEmpty()
                .allSatisfy(answer -> {
                    assertThat(answer.getString(FEDEX + "code")).isEqualTo("quota_spent");
                    assertThat(answer.getInt(FEDEX + "retry_after_s")).isBetween(50, 66);
                });
        create(purchase("FedEx", "FEDEX_2_DAY")).statusCode(201);
    }

    @Test
    void throttlingCarrierIsNotCalledUntilRetryAfter() {
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

        List<JsonPath> answers = quoteConcurrently(12, ResilienceTest::upsQuoteWithWeight);

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

        disconnectAfterCarrierCall(upsQuoteWithWeight(2));

        await().atMost(10, SECONDS)
                .until(() -> sandbox.connections("ups") <= before - 1 || sandbox.connections("ups") == 0);
        assertThat(circuit("ups").getInt("failures")).isEqualTo(1);
    }

    @Test
    void hangingCarrierOpensCircuitDespiteShortDeadlines() {
        sandbox.injectFault("fedex", "quote", "hang");

        for (int i = 0; i < 5; i++) {
            quoteWithShortDeadline(i)
                    .body(FEDEX + "code", is("timed_out"))
                    .body(FEDEX + "latency_ms", greaterThanOrEqualTo(500));
        }
        await().atMost(10, SECONDS)
                .until(() -> circuit("fedex").getString("state").equals("open"));
        for (int i = 5; i < 8; i++) {
            quoteWithShortDeadline(i)
                    .body(FEDEX + "code", is("circuit_open"))
                    .body(FEDEX + "latency_ms", lessThan(400));
        }

        assertThat(sandbox.count("fedex", "quote")).isEqualTo(5);
    }

    @Test
    void openCircuitClosesAfterTwoSuccessfulTrials() {
        sandbox.injectFault("ups", "quote", "garble");
        for (int i = 0; i < 5; i++) {
            quote(upsQuoteWithWeight(i)).body("carriers[0].code", is("unreadable"));
        }

        quote(upsQuoteWithWeight(5))
                .statusCode(503)
                .body("carriers[0].status", is("not_asked"))
                .body("carriers[0].code", is("circuit_open"))
                .body("carriers[0].retry_after_s", is(1));
        assertThat(sandbox.count("ups", "quote")).isEqualTo(5);

        sandbox.clearFaults();
        sandbox.clearRecords();
        await().atMost(10, SECONDS)
                .until(() -> quote(upsQuoteWithWeight(6)).extract().statusCode() == 200);
        assertThat(circuit("ups").getString("state")).isEqualTo("half_open");
        quote(upsQuoteWithWeight(7)).statusCode(200);
        assertThat(circuit("ups").getString("state")).isEqualTo("closed");
        assertThat(sandbox.count("ups", "quote")).isEqualTo(2);
    }

    @Test
    void brieflySpentQuotaIsWaitedFor() {
        sandbox.injectFault("ups", "quote", "throttle&seconds=1");
        quote(upsQuoteWithWeight(1)).body("carriers[0].code", is("throttled_us"));
        sandbox.clearFaults();

        quote(upsQuoteWithWeight(2))
                .statusCode(200)
                .body("carriers[0].status", is("answered"))
                .body("carriers[0].latency_ms", greaterThan(200));
    }

    private ValidatableResponse quoteWithShortDeadline(int i) {
        return quote(quoteWithWeight(i).put("deadline_ms", 500));
    }

    private JsonPath circuit(String carrier) {
        return as("shipping:ops")
                .get("/api/v2/carriers/health")
                .jsonPath()
                .setRootPath(
                        "carriers.find { it.carrier.toLowerCase() == '" + carrier + "' }.operations.quote.circuit");
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

    private static JsonObject upsQuoteWithWeight(int i) {
        return quoteWithWeight(i).put("carriers", new JsonArray().add("UPS"));
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
