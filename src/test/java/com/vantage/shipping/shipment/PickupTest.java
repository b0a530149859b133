package com.vantage.shipping.shipment;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.ShortTimeouts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pickups. Each test is a client of its own at an address of its own, as UPS has one pickup for each address. */
@QuarkusTest
@TestProfile(ShortTimeouts.class)
class PickupTest extends ApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    PickupReconciler reconciler;

    @Inject
    PickupRepository pickups;

    private final String client = UUID.randomUUID().toString();

    @ParameterizedTest
    @CsvSource({"UPS, 03", "FedEx, FEDEX_2_DAY", "FedEx, FEDEX_GROUND", "USPS, PRIORITY_MAIL"})
    void countedPackagesArePickedUp(String carrier, String service) {
        JsonObject request = request(carrier, service).put("instructions", "Ring twice");

        String id = post(request)
                .statusCode(201)
                .header("Location", startsWith("/api/v2/pickups/PKP-"))
                .body("status", is("scheduled"))
                .body("carrier", is(carrier))
                .body("confirmation", notNullValue())
                .body("already_scheduled", is(false))
                .body("date", is(request.getString("date")))
                .body("ready_time", is("09:00"))
                .body("close_time", is("17:00"))
                .body("address.street1", is(street()))
                .body("packages.service_code", contains(service))
                .body("packages.count", contains(2))
                .body("shipments", hasSize(0))
                .body("instructions", is("Ring twice"))
                .extract()
                .path("pickup_id");

        read(id).statusCode(200).body("status", is("scheduled")).body("pickup_id", is(id));
    }

    @Test
    void chargeIsTold() {
        post(request("UPS", "03"))
                .statusCode(201)
                .body("charge.toString()", is("8.50"))
                .body("currency", is("USD"));
    }

    @Test
    void shipmentsArePickedUp() {
        String two = buy(purchase("UPS", "03")
                .put("packages", new JsonArray().add(parcel(32, 12, 8, 6)).add(parcel(16, 8, 6, 4))));
        String one = buy(purchase("UPS", "03"));
        String air = buy(purchase("UPS", "01"));

        post(ofShipments("UPS", two, one, air, two))
                .statusCode(201)
                .body("shipments", contains(two, one, air))
                .body("packages.service_code", contains("03", "01"))
                .body("packages.count", contains(3, 1))
                .body("total_weight_oz.toString()", is("112"));
    }

    @Test
    void unsuitableShipmentsAreRejected() {
        String cancelled = buy(purchase("UPS", "03"));
        client().post("/api/v2/shipments/{id}/cancel", cancelled).then().statusCode(200);
        String ofOther = create(purchase("UPS", "03")).extract().path("shipment_id");
        String ofUsps = buy(purchase("USPS", "PRIORITY_MAIL"));

        post(ofShipments("UPS", cancelled, ofOther, ofUsps, "nonsense", "\u0000"))
                .statusCode(400)
                .body("errors.pointer", hasSize(1));
        post(ofShipments("UPS", cancelled, ofOther, ofUsps, "nonsense"))
                .statusCode(400)
                .body(
                        "errors.pointer",
                        containsInAnyOrder("/shipments/0", "/shipments/1", "/shipments/2", "/shipments/3"))
                .body(
                        "errors.detail",
                        containsInAnyOrder(
                                "has no valid label: its status is cancelled",
                                "is not a shipment of this client",
                                "is not a shipment of this carrier",
                                "is not a shipment of this client"));
        assertThat(sandbox.count("ups", "pickup")).isZero();
    }

    @Test
    void invalidRequestIsRejected() {
        requireInvalid(request("DHL", "03"), "/carrier");
        requireInvalid(request("UPS", "FEDEX_GROUND"), "/packages/0/service_code");
        requireInvalid(without("packages"), "/packages");
        requireInvalid(without("total_weight_oz"), "/total_weight_oz");
        requireInvalid(
                request("UPS", "03").put("shipments", new JsonArray().add("VNT-2020-1")),
                "/packages",
                "/total_weight_oz");
        requireInvalid(request("UPS", "03").put("ready_time", "9:00"), "/ready_time");
        requireInvalid(request("UPS", "03").put("close_time", "08:59"), "/close_time");
        requireInvalid(request("UPS", "03").put("instruction", "Ring"), "/instruction");
        requireInvalid(request("UPS", "03").put("instructions", "x".repeat(58)), "/instructions");
        JsonObject noPhone = request("UPS", "03");
        noPhone.getJsonObject("address").remove("phone");
        requireInvalid(noPhone, "/address/phone");
        JsonObject abroad = request("UPS", "03");
        abroad.getJsonObject("address")
                .put("country", "CA")
                .put("zip", "M5V 3L9")
                .put("state", "ON");
        requireInvalid(abroad, "/address/country");
        assertThat(sandbox.count("ups", "pickup")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "UPS, 03, -1",
        "UPS, 03, saturday",
        "FedEx, FEDEX_2_DAY, -1",
        "FedEx, FEDEX_2_DAY, saturday",
        "USPS, PRIORITY_MAIL, -1"
    })
    void closedAndPastDaysAreDeclined(String carrier, String service, String day) {
        LocalDate tuesday = LocalDate.parse(request(carrier, service).getString("date"));
        LocalDate date = day.equals("saturday") ? tuesday.plusDays(4) : tuesday.minusDays(15);
        String key = UUID.randomUUID().toString();
        JsonObject request = request(carrier, service).put("date", date.toString());

        String id = post(key, request)
                .statusCode(422)
                .body("type", is("/problems/carrier-declined"))
                .body("carriers[0].status", is("declined"))
                .body("carriers[0].detail", not(is("no reason given")))
                .extract()
                .path("pickup_id");
        int asked = sandbox.count(carrier.toLowerCase(Locale.ROOT), "pickup");

        post(key, request).statusCode(422).header("Idempotent-Replay", "true").body("pickup_id", is(id));
        read(id).body("status", is("declined")).body("reason", notNullValue()).body("address", nullValue());
        cancel(id).statusCode(409).body("type", is("/problems/pickup-not-cancellable"));
        assertThat(sandbox.count(carrier.toLowerCase(Locale.ROOT), "pickup")).isEqualTo(asked);
    }

    @Test
    void cutOffTimeIsTold() {
        post(request("FedEx", "FEDEX_2_DAY").put("ready_time", "17:45").put("close_time", "20:00"))
                .statusCode(422)
                .body("detail", is("ready_time must not be after 17:30, FedEx's cut-off time on that day"));
        assertThat(sandbox.count("fedex", "pickup")).isEqualTo(1);
    }

    @Test
    void addressThatIsNotServedIsDeclined() {
        JsonObject request = request("USPS", "PRIORITY_MAIL");
        request.getJsonObject("address").put("zip", "00010").put("state", "NY");

        post(request).statusCode(422).body("detail", containsString("not eligible for carrier pickup"));
    }

    @Test
    void fedexNetworksNeedTwoPickups() {
        JsonObject request = request("FedEx", "FEDEX_2_DAY");
        request.getJsonArray("packages")
                .add(new JsonObject().put("service_code", "FEDEX_GROUND").put("count", 1));

        post(request).statusCode(422).body("detail", containsString("request one pickup for the services of each"));
        assertThat(sandbox.count("fedex", "pickup")).isZero();
    }

    @Test
    void sameKeyReturnsSameResponse() {
        String key = UUID.randomUUID().toString();
        JsonObject request = request("UPS", "03");
        String first = post(key, request).statusCode(201).extract().asString();

        String second = post(key, request.put("total_weight_oz", 64.0).put("carrier", "ups"))
                .statusCode(201)
                .header("Idempotent-Replay", "true")
                .header("Location", startsWith("/api/v2/pickups/PKP-"))
                .extract()
                .asString();

        assertThat(second).isEqualTo(first);
        assertThat(sandbox.count("ups", "pickup")).isEqualTo(1);
        post(key, request.put("total_weight_oz", 65))
                .statusCode(422)
                .body("type", is("/problems/idempotency-mismatch"))
                .body("pickup_id", notNullValue())
                .body("shipment_id", nullValue());
        client().header("Idempotency-Key", key)
                .body(purchase("UPS", "03").encode())
                .post("/api/v2/shipments/create")
                .then()
                .statusCode(422)
                .body("type", is("/problems/idempotency-mismatch"));
    }

    @Test
    void keyIsRequired() {
        client().body(request("UPS", "03").encode())
                .post("/api/v2/pickups")
                .then()
                .statusCode(400)
                .body("detail", is("Idempotency-Key is required and must have 1 to 255 characters"));
    }

    @Test
    void concurrentRequestsSendOneDriver() {
        String key = UUID.randomUUID().toString();
        sandbox.injectFault("usps", "pickup", "slow&seconds=1");

        List<Integer> statuses = Stream.generate(() -> CompletableFuture.supplyAsync(() ->
                        post(key, request("USPS", "PRIORITY_MAIL")).extract().statusCode()))
                .limit(4)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(statuses).containsOnlyOnce(201).contains(409);
        assertThat(sandbox.count("usps", "pickup")).isEqualTo(1);
    }

    @Test
    void carrierThatIsNotAskedLeavesKeyFree() {
        String key = UUID.randomUUID().toString();
        sandbox.injectFault("usps", "pickup", "throttle&seconds=1");
        post(key, request("USPS", "PRIORITY_MAIL")).statusCode(503).body("type", is("/problems/carriers-unavailable"));
        sandbox.clearFaults();

        await().atMost(10, SECONDS)
                .untilAsserted(() -> post(key, request("USPS", "PRIORITY_MAIL")).statusCode(201));
    }

    @Test
    void failedCheckSendsNoDriver() {
        String key = UUID.randomUUID().toString();
        sandbox.injectFault("fedex", "pickup", "break");
        post(key, request("FedEx", "FEDEX_2_DAY")).statusCode(503).body("type", is("/problems/carriers-unavailable"));
        assertThat(sandbox.count("fedex", "pickup")).isEqualTo(1);
        sandbox.clearFaults();

        post(key, request("FedEx", "FEDEX_2_DAY")).statusCode(201);
    }

    @ParameterizedTest
    @CsvSource({"FedEx, FEDEX_2_DAY, readyDateTimestamp", "USPS, PRIORITY_MAIL, pickupDate"})
    void unknownPickupIsNotRepeated(String carrier, String service, String part) {
        String code = carrier.toLowerCase(Locale.ROOT);
        String key = UUID.randomUUID().toString();
        sandbox.stubReply(code, "pickup", part, 500, "text/plain", "oops");

        String id = post(key, request(carrier, service))
                .statusCode(502)
                .body("type", is("/problems/pickup-unknown"))
                .body("retryable", is(false))
                .body("detail", containsString(carrier + " does not list pickups"))
                .extract()
                .path("pickup_id");
        sandbox.clearFaults();
        int asked = sandbox.count(code, "pickup");
        reconcile();

        post(key, request(carrier, service)).statusCode(502).body("pickup_id", is(id));
        read(id).body("status", is("unknown")).body("reason_code", is("broken"));
        cancel(id)
                .statusCode(409)
                .body("type", is("/problems/pickup-not-cancellable"))
                .body("detail", containsString("not known whether " + carrier + " has scheduled it"));
        assertThat(sandbox.count(code, "pickup")).isEqualTo(asked);
    }

    @Test
    void lostPickupOfUpsIsFound() {
        String key = UUID.randomUUID().toString();
        sandbox.injectFault("ups", "pickup", "garble");
        String id = post(key, request("UPS", "03"))
                .statusCode(502)
                .body("type", is("/problems/pickup-unknown"))
                .body("retryable", is(true))
                .extract()
                .path("pickup_id");
        sandbox.clearFaults();

        await().atMost(PATIENCE).untilAsserted(() -> {
            reconcile();
            read(id).body("status", is("scheduled"));
        });
        post(key, request("UPS", "03"))
                .statusCode(201)
                .header("Idempotent-Replay", "true")
                .body("pickup_id", is(id))
                .body("confirmation", notNullValue())
                .body("reason", nullValue());
        assertThat(sandbox.received("ups", "pickup").stream()
                        .filter(request -> request.getString("method").equals("POST")))
                .hasSize(1);
        cancel(id).statusCode(200);
    }

    @Test
    void pickupThatUpsDoesNotListStaysUnknown() {
        sandbox.stubReply("ups", "pickup", "PickupCreationRequest", 500, "text/plain", "oops");
        String id = post(request("UPS", "03")).statusCode(502).extract().path("pickup_id");
        sandbox.clearFaults();

        await().atMost(PATIENCE).until(() -> {
            reconcile();
            return sandbox.received("ups", "pickup").stream()
                            .filter(request -> request.getString("method").equals("GET"))
                            .count()
                    > 1;
        });
        read(id).body("status", is("unknown"));
    }

    @ParameterizedTest
    @CsvSource({"UPS, 03", "FedEx, FEDEX_2_DAY", "FedEx, FEDEX_GROUND", "USPS, PRIORITY_MAIL"})
    void cancellingTwiceGivesSameAnswer(String carrier, String service) {
        String id = schedule(carrier, service);
        JsonPath first = cancel(id)
                .statusCode(200)
                .body("status", is("cancelled"))
                .extract()
                .jsonPath();
        int asked = sandbox.count(carrier.toLowerCase(Locale.ROOT), "pickup");

        JsonPath second = cancel(id).statusCode(200).extract().jsonPath();

        assertThat(second.getMap("").entrySet().stream()
                        .filter(field -> !field.getKey().equals("request_id")))
                .containsExactlyElementsOf(first.getMap("").entrySet().stream()
                        .filter(field -> !field.getKey().equals("request_id"))
                        .toList());
        assertThat(sandbox.count(carrier.toLowerCase(Locale.ROOT), "pickup")).isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource({"UPS, 03", "FedEx, FEDEX_2_DAY", "USPS, PRIORITY_MAIL"})
    void unansweredCancellationIsRepeated(String carrier, String service) {
        String code = carrier.toLowerCase(Locale.ROOT);
        String id = schedule(carrier, service);
        sandbox.injectFault(code, "pickup", "break");
        cancel(id)
                .statusCode(502)
                .body("type", is("/problems/carrier-error"))
                .body("retryable", is(true))
                .body("pickup_id", is(id));
        sandbox.clearFaults();

        read(id).body("status", is("scheduled"));
        cancel(id).statusCode(200).body("status", is("cancelled"));
    }

    @Test
    void cancellationTimesOutIfCarrierHangs() {
        String id = schedule("UPS", "03");
        sandbox.injectFault("ups", "pickup", "hang");

        cancel(id).statusCode(502).body("type", is("/problems/carrier-timeout")).body("retryable", is(true));
        read(id).body("status", is("scheduled"));
    }

    @Test
    void cancellationIsUnavailableIfCarrierIsNotAsked() {
        String id = schedule("USPS", "PRIORITY_MAIL");
        sandbox.injectFault("usps", "pickup", "throttle&seconds=5");
        cancel(id).statusCode(502);

        cancel(id).statusCode(503).body("type", is("/problems/carriers-unavailable"));
        read(id).body("status", is("scheduled"));
    }

    @Test
    void pickupInProgressIsNotCancelled() {
        String key = UUID.randomUUID().toString();
        JsonObject request = request("USPS", "PRIORITY_MAIL");
        sandbox.injectFault("usps", "pickup", "slow&seconds=2");
        CompletableFuture<Integer> scheduling =
                CompletableFuture.supplyAsync(() -> post(key, request).extract().statusCode());
        await().atMost(5, SECONDS).until(() -> sandbox.count("usps", "pickup") == 1);
        String id = post(key, request).statusCode(409).extract().path("pickup_id");

        cancel(id).statusCode(409).body("type", is("/problems/in-progress")).header("Retry-After", notNullValue());
        assertThat(scheduling.join()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"UPS, 03", "FedEx, FEDEX_2_DAY"})
    void cancellationWhoseAnswerWasLostIsConfirmed(String carrier, String service) {
        String code = carrier.toLowerCase(Locale.ROOT);
        String id = schedule(carrier, service);
        sandbox.injectFault(code, "pickup", "garble");
        cancel(id).statusCode(502);
        sandbox.clearFaults();

        cancel(id).statusCode(200).body("status", is("cancelled"));
    }

    @Test
    void refusedCancellationIsTold() {
        String id = schedule("FedEx", "FEDEX_2_DAY");
        sandbox.stubReply(
                "fedex",
                "pickup",
                400,
                "application/json",
                "{\"errors\": [{\"code\": \"PICKUP.NUMBER.EXPIRED\", \"message\": \"The driver is on the way.\"}]}");

        cancel(id)
                .statusCode(409)
                .body("type", is("/problems/pickup-not-cancellable"))
                .body("detail", is("The driver is on the way."));
        read(id).body("status", is("scheduled"));
    }

    @Test
    void sharedPickupIsCancelledWithLast() {
        String first = schedule("UPS", "03");
        JsonPath second = post(request("UPS", "01"))
                .statusCode(201)
                .body("already_scheduled", is(true))
                .extract()
                .jsonPath();
        read(first).body("confirmation", is(second.getString("confirmation")));

        cancel(first).statusCode(200).body("status", is("cancelled"));
        assertThat(cancellations()).isZero();
        read(second.getString("pickup_id")).body("status", is("scheduled"));

        cancel(second.getString("pickup_id")).statusCode(200).body("status", is("cancelled"));
        assertThat(cancellations()).isEqualTo(1);
    }

    private long cancellations() {
        return sandbox.received("ups", "pickup").stream()
                .filter(request -> request.getString("method").equals("DELETE"))
                .count();
    }

    @Test
    void pickupsOfOthersAreNotFound() {
        String id = schedule("UPS", "03");

        as(ALL_SCOPES)
                .get("/api/v2/pickups/{id}", id)
                .then()
                .statusCode(404)
                .body("type", is("/problems/pickup-not-found"));
        as(ALL_SCOPES).delete("/api/v2/pickups/{id}", id).then().statusCode(404);
        read("nonsense").statusCode(404);
    }

    @Test
    void pickupIsAudited() {
        String shipment = buy(purchase("UPS", "03"));
        String id = post(ofShipments("UPS", shipment)).statusCode(201).extract().path("pickup_id");
        cancel(id).statusCode(200);
        String counted = schedule("USPS", "PRIORITY_MAIL");

        as("shipping:ops")
                .get("/api/v2/shipments/audit?shipment_id={id}", shipment)
                .then()
                .statusCode(200)
                .body("entries.action", contains("cancel_pickup", "schedule_pickup", "create"))
                .body("entries[0].pickup_id", is(id))
                .body("entries.client", everyItem(is(client)));
        as("shipping:ops")
                .get("/api/v2/shipments/audit?client={client}&limit=1", client)
                .then()
                .body("entries.action", contains("schedule_pickup"))
                .body("entries.pickup_id", contains(counted))
                .body("entries[0].shipment_id", nullValue());
    }

    @Test
    void oldPickupsAreDeleted() {
        String id = schedule("USPS", "PRIORITY_MAIL");
        Pickup pickup = pickups.find(id).await().atMost(PATIENCE).orElseThrow();

        assertThat(pickups.deleteOld(pickup.createdAt(), 500).await().atMost(PATIENCE))
                .isGreaterThanOrEqualTo(0);
        read(id).statusCode(200);
        pickups.deleteOld(pickup.createdAt().plus(1, ChronoUnit.MILLIS), 500)
                .await()
                .atMost(PATIENCE);
        read(id).statusCode(404);
    }

    private void reconcile() {
        reconciler.reconcile().await().atMost(PATIENCE);
    }

    private String schedule(String carrier, String service) {
        return post(request(carrier, service)).statusCode(201).extract().path("pickup_id");
    }

    private JsonObject request(String carrier, String service) {
        JsonObject request = pickup(carrier, service);
        request.getJsonObject("address").put("street1", street());
        return request;
    }

    private JsonObject without(String field) {
        JsonObject request = request("UPS", "03");
        request.remove(field);
        return request;
    }

    private JsonObject ofShipments(String carrier, String... shipments) {
        JsonObject request = request(carrier, "03").put("shipments", new JsonArray(List.of(shipments)));
        request.remove("packages");
        request.remove("total_weight_oz");
        return request;
    }

    private String street() {
        return client.substring(0, 8) + " Main St";
    }

    private void requireInvalid(JsonObject request, String... pointers) {
        post(request).statusCode(400).body("errors.pointer", containsInAnyOrder(pointers));
    }

    private String buy(JsonObject purchase) {
        return client().body(purchase.encode())
                .post("/api/v2/shipments/create")
                .then()
                .statusCode(201)
                .extract()
                .path("shipment_id");
    }

    private ValidatableResponse post(JsonObject request) {
        return post(UUID.randomUUID().toString(), request);
    }

    private ValidatableResponse post(String key, JsonObject request) {
        return client().header("Idempotency-Key", key)
                .body(request.encode())
                .post("/api/v2/pickups")
                .then();
    }

    private ValidatableResponse read(String id) {
        return client().get("/api/v2/pickups/{id}", id).then();
    }

    private ValidatableResponse cancel(String id) {
        return client().delete("/api/v2/pickups/{id}", id).then();
    }

    private RequestSpecification client() {
        return withToken(sandbox.token(client, client, ALL_SCOPES));
    }
}
