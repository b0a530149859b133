package com.vantage.shipping.api.batch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of quotes and of purchases. */
@QuarkusTest
class BatchTest extends ApiTest {
    @TestHTTPResource("/api/v2/shipments/batch")
    URI batch = URI.create("/");

    @Test
    void eachQuoteIsAnsweredAsAlone() {
        JsonObject invalid = referenceQuote();
        invalid.getJsonArray("packages").getJsonObject(0).put("weight_oz", 0);
        JsonObject mistyped = referenceQuote().put("origin", "New York");
        JsonObject unknownField = referenceQuote().put("colour", "red");

        quoteBatch(List.of(referenceQuote(), invalid, mistyped, unknownField))
                .statusCode(200)
                .body("results.status", contains(200, 400, 400, 200))
                .body("results[0].body.quotes.size()", is(greaterThan(0)))
                .body("results[1].body.errors.pointer", contains("/packages/0/weight_oz"))
                .body("results[2].body.errors.pointer", contains("/origin"))
                .body("results[3].body.ignored_fields", contains("/colour"));
    }

    @Test
    void itemThatIsNoObjectIsInvalid() {
        as("shipping:quote")
                .body(new JsonObject()
                        .put("requests", new JsonArray().add(5).addNull())
                        .encode())
                .post("/api/v2/shipments/rate-quote/batch")
                .then()
                .statusCode(200)
                .body("results.status", contains(400, 400))
                .body("results[1].body.detail", is("the body must be a JSON object"));
    }

    @Test
    void hundredQuotesAreAnswered() {
        JsonObject quote =
                referenceQuote().put("carriers", new JsonArray().add("FedEx")).put("deadline_ms", 10_000);

        quoteBatch(IntStream.range(0, 100).mapToObj(i -> quote).toList())
                .statusCode(200)
                .body("results", hasSize(100))
                .body("results.status", everyItem(is(200)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101})
    void otherNumbersAreRejected(int number) {
        quoteBatch(IntStream.range(0, number).mapToObj(i -> referenceQuote()).toList())
                .statusCode(400)
                .body("errors.pointer", contains("/requests"));
    }

    @Test
    void eachPurchaseIsMadeOnce() {
        List<JsonObject> shipments = Stream.of("UPS,03", "FedEx,FEDEX_2_DAY", "USPS,PRIORITY_MAIL")
                .map(each -> each.split(",", -1))
                .map(each -> withKey(purchase(each[0], each[1])))
                .toList();

        List<String> bought = purchaseBatch(shipments)
                .statusCode(200)
                .body("results.status", everyItem(is(201)))
                .extract()
                .path("results.body.shipment_id");
        purchaseBatch(shipments).statusCode(200).body("results.body.shipment_id", is(bought));

        Stream.of("ups", "fedex", "usps")
                .forEach(carrier -> assertThat(sandbox.count(carrier, "buy")).isEqualTo(1));
    }

    @Test
    void keyOfBatchIsThatOfSinglePurchase() {
        JsonObject shipment = withKey(purchase("UPS", "03"));
        String id = purchaseBatch(List.of(shipment)).extract().path("results[0].body.shipment_id");

        as(ALL_SCOPES)
                .header("Idempotency-Key", shipment.getString("idempotency_key"))
                .body(purchase("UPS", "03").encode())
                .post("/api/v2/shipments/create")
                .then()
                .statusCode(201)
                .header("Idempotent-Replay", "true")
                .body("shipment_id", is(id));
    }

    @Test
    void failingPurchasesDoNotAffectOthers() {
        JsonObject declined = withKey(purchase("UPS", "03"));
        declined.getJsonArray("packages").getJsonObject(0).put("weight_oz", 151 * 16);
        JsonObject misspelt = withKey(purchase("UPS", "03")).put("lable_format", "PDF");

        purchaseBatch(List.of(declined, purchase("UPS", "03"), misspelt, withKey(purchase("UPS", "03"))))
                .statusCode(200)
                .body("results.status", contains(422, 400, 400, 201))
                .body("results[0].body.type", is("/problems/carrier-declined"))
                .body("results[1].body.errors.pointer", contains("/idempotency_key"))
                .body("results[2].body.errors.pointer", contains("/lable_format"));
    }

    @Test
    void slowQuoteDoesNotDelayOthers() {
        sandbox.injectFault("ups", "quote", "hang");
        JsonObject slow =
                referenceQuote().put("carriers", new JsonArray().add("UPS")).put("deadline_ms", 500);
        JsonObject fast = referenceQuote().put("carriers", new JsonArray().add("FedEx"));

        quoteBatch(List.of(slow, fast, fast))
                .body("results.status", contains(502, 200, 200))
                .body("results[0].body.type", is("/problems/carrier-timeout"));
    }

    @Test
    void fewItemsAreInProgressAtOnce() {
        sandbox.injectFault("fedex", "buy", "slow&seconds=3");
        List<JsonObject> shipments = IntStream.range(0, 20)
                .mapToObj(i -> withKey(purchase("FedEx", "FEDEX_2_DAY")))
                .toList();

        CompletableFuture<Void> batch = CompletableFuture.runAsync(() -> purchaseBatch(shipments));

        await().atMost(10, SECONDS).until(() -> sandbox.count("fedex", "buy") == 8);
        await().during(1, SECONDS).until(() -> sandbox.count("fedex", "buy") == 8);
        sandbox.clearFaults();
        assertThat(batch).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void disconnectingCallerDoesNotCancelPurchases() {
        sandbox.injectFault("ups", "buy", "slow&seconds=1");
        List<JsonObject> shipments = IntStream.range(0, 12)
                .mapToObj(i -> withKey(purchase("UPS", "03")))
                .toList();
        HttpRequest request = HttpRequest.newBuilder(batch)
                .header("Authorization", "Bearer " + sandbox.token("shipping:ship"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(new JsonObject()
                        .put("shipments", new JsonArray(shipments))
                        .encode()))
                .build();

        HttpClient caller = HttpClient.newHttpClient();
        CompletableFuture<HttpResponse<Void>> answer = caller.sendAsync(request, BodyHandlers.discarding());
        await().atMost(10, SECONDS).until(() -> sandbox.count("ups", "buy") > 0);
        caller.shutdownNow();
        assertThat(answer).failsWithin(Duration.ofSeconds(10));

        await().atMost(20, SECONDS).until(() -> sandbox.count("ups", "buy") == 12);
        await().atMost(20, SECONDS)
                .untilAsserted(() -> purchaseBatch(shipments).body("results.status", everyItem(is(201))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\u0000b"})
    void invalidKeyIsRejected(String key) {
        purchaseBatch(List.of(purchase("UPS", "03").put("idempotency_key", key)))
                .body("results[0].status", is(400))
                .body("results[0].body.errors.pointer", contains("/idempotency_key"));
    }

    @Test
    void keyOfAnotherRequestIsAMismatch() {
        JsonObject first = withKey(purchase("UPS", "03"));
        purchaseBatch(List.of(first)).body("results.status", contains(201));

        purchaseBatch(List.of(first.copy().put("order_id", "ORD-2")))
                .body("results[0].body.type", is("/problems/idempotency-mismatch"));
    }

    @Test
    void unaskedCarrierTellsWhenToRetry() {
        sandbox.injectFault("ups", "buy", "throttle&seconds=7");

        purchaseBatch(List.of(withKey(purchase("UPS", "03"))))
                .body("results[0].status", is(503))
                .body("results[0].retry_after_s", is(7));
    }

    @Test
    void batchMayBeLargerThanASingleBody() {
        JsonObject quote = referenceQuote().put("note", "x".repeat(5_000));

        quoteBatch(IntStream.range(0, 20).mapToObj(i -> quote).toList()).statusCode(200);
    }

    private ValidatableResponse quoteBatch(List<JsonObject> requests) {
        return as("shipping:quote")
                .body(new JsonObject().put("requests", new JsonArray(requests)).encode())
                .post("/api/v2/shipments/rate-quote/batch")
                .then();
    }

    private ValidatableResponse purchaseBatch(List<JsonObject> shipments) {
        return as("shipping:ship")
                .body(new JsonObject()
                        .put("shipments", new JsonArray(shipments))
                        .encode())
                .post("/api/v2/shipments/batch")
                .then();
    }

    private static JsonObject withKey(JsonObject purchase) {
        return purchase.put("idempotency_key", UUID.randomUUID().toString());
    }
}
