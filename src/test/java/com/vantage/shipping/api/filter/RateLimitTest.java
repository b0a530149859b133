package com.vantage.shipping.api.filter;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.nullValue;

import com.vantage.shipping.fuzz.AnyOperation;
import com.vantage.shipping.ratelimit.RateLimiter;
import com.vantage.shipping.support.ApiTest;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@TestProfile(LowLimits.class)
class RateLimitTest extends ApiTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Inject
    ReactiveRedisDataSource redis;

    @Inject
    RateLimiter limiter;

    @Test
    void clientOverLimitGetsRetryAfter() {
        String token = newClient();
        read(token, 5);

        String seconds = read(token)
                .statusCode(429)
                .contentType("application/problem+json")
                .body("type", is("/problems/rate-limited"))
                .body("retryable", is(true))
                .body("detail", is("this client exceeds its rate limit of 5/1m or 4000/1h"))
                .extract()
                .header("Retry-After");

        assertThat(Integer.parseInt(seconds)).isBetween(50, 66);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GET_CARRIER_HEALTH")
    void everyOperationIsLimited(AnyOperation operation) {
        String token = newClient();
        read(token, 5);

        operation.sendBy(withToken(token)).statusCode(429).body("type", is("/problems/rate-limited"));
    }

    @Test
    void itemsOfBatchCountAsRequests() {
        JsonObject batch = new JsonObject().put("requests", new JsonArray(Collections.nCopies(5, referenceQuote())));

        withToken(newClient())
                .body(batch.encode())
                .post("/api/v2/shipments/rate-quote/batch")
                .then()
                .statusCode(200)
                .body("results.findAll { it.status == 200 }.size()", is(4))
                .body("results.findAll { it.status == 429 }.size()", is(1))
                .body("results.find { it.status == 429 }.retry_after_s", is(greaterThan(0)))
                .body("results.find { it.status == 429 }.body.type", is("/problems/rate-limited"));
    }

    @Test
    void everyResponseHasRemainingRequests() {
        String token = newClient();

        read(token).statusCode(404).header("RateLimit-Policy", is("\"minute\";q=5;w=60, \"hour\";q=4000;w=3600"));
        read(token).statusCode(404).header("RateLimit", is("\"minute\";r=3;t=60"));
        withToken(token)
                .body("{}")
                .post("/api/v2/shipments/rate-quote")
                .then()
                .statusCode(400)
                .header("RateLimit", is("\"minute\";r=2;t=60"));
        withToken(token)
                .body(referenceQuote().encode())
                .post("/api/v2/shipments/rate-quote")
                .then()
                .statusCode(200)
                .header("RateLimit", is("\"minute\";r=1;t=60"));
        read(token).header("RateLimit", is("\"minute\";r=0;t=60"));
        ValidatableResponse refused = read(token).statusCode(429);
        refused.header("RateLimit", is("\"minute\";r=0;t=" + refused.extract().header("Retry-After")));
    }

    @Test
    void limitedRequestCallsNoCarrier() {
        String token = newClient();
        read(token, 5);

        withToken(token)
                .body(referenceQuote().encode())
                .post("/api/v2/shipments/rate-quote")
                .then()
                .statusCode(429);

        assertThat(sandbox.count("ups", "quote")).isZero();
    }

    @Test
    void allTokensOfClientShareLimit() {
        String client = UUID.randomUUID().toString();
        read(sandbox.token(client, "jane", ALL_SCOPES), 3);
        read(sandbox.token(client, "john", ALL_SCOPES), 2);

        read(sandbox.token(client, "june", ALL_SCOPES)).statusCode(429);
    }

    @Test
    void configuredClientHasOwnLimit() {
        String token = sandbox.token("order-processor", "order-processor", ALL_SCOPES);
        read(token, 7);

        read(token).statusCode(429).header("RateLimit-Policy", is("\"minute\";q=7;w=60"));
    }

    @Test
    void invalidTokenIsNotCounted() {
        for (int i = 0; i < 8; i++) {
            read(sandbox.expiredToken()).statusCode(401).header("RateLimit", nullValue());
        }
    }

    @Test
    void apiDocumentIsNotLimited() {
        for (int i = 0; i < 8; i++) {
            given().get("/api/v2/openapi").then().statusCode(200).header("RateLimit", nullValue());
        }
    }

    @Test
    void floodByOneClientDoesNotSlowOthers() {
        String flooding = newClient();
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicInteger refused = new AtomicInteger();
        List<CompletableFuture<Void>> flood = List.of(
                CompletableFuture.runAsync(() -> flood(flooding, isOver, refused)),
                CompletableFuture.runAsync(() -> flood(flooding, isOver, refused)));
        await().atMost(20, SECONDS).until(() -> refused.get() > 20);

        for (int i = 0; i < 5; i++) {
            quote(referenceQuote()).statusCode(200).time(lessThan(1500L)).body("partial", is(false));
        }

        isOver.set(true);
        flood.forEach(CompletableFuture::join);
        assertThat(sandbox.count("ups", "quote")).isEqualTo(5);
    }

    @Test
    void slowRedisDelaysRequestByTimeoutOnly() {
        String token = sandbox.token(ALL_SCOPES);
        read(token).statusCode(404);
        redis.execute("CLIENT", "PAUSE", "1500").await().atMost(TIMEOUT);

        read(token).statusCode(404).time(both(greaterThan(700L)).and(lessThan(1500L)));
        read(token).statusCode(404).time(lessThan(700L));

        await().atMost(20, SECONDS).until(() -> {
            read(token);
            return limiter.isShared();
        });
    }

    @Test
    void longClientNameDoesNotLengthenKey() {
        read(sandbox.token("x".repeat(1000), "x", ALL_SCOPES)).statusCode(404);

        List<String> keys =
                redis.key(String.class).keys("{limits}:caller:*").await().atMost(TIMEOUT);

        assertThat(keys).isNotEmpty().allSatisfy(key -> assertThat(key).hasSizeLessThan(60));
    }

    private void flood(String token, AtomicBoolean isOver, AtomicInteger refused) {
        while (!isOver.get()) {
            if (read(token).extract().statusCode() == 429) {
                refused.incrementAndGet();
            }
        }
    }

    private String newClient() {
        String client = UUID.randomUUID().toString();
        return sandbox.token(client, client, ALL_SCOPES + " shipping:ops");
    }

    private void read(String token, int times) {
        for (int i = 0; i < times; i++) {
            read(token).statusCode(404);
        }
    }

    private ValidatableResponse read(String token) {
        return withToken(token).get("/api/v2/shipments/VNT-2020-1").then();
    }
}
