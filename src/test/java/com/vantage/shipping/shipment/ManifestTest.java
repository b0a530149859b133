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
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closing the day. Each test is a client of its own, so that other tests' shipments are not in its manifests. */
@QuarkusTest
class ManifestTest extends ApiTest {
    private static final String PRIORITY_MAIL = "PRIORITY_MAIL";

    private final String client = UUID.randomUUID().toString();
    private String shipDate = "";

    @Inject
    AgroalDataSource database;

    @Test
    void scanFormHasAllOpenShipments() {
        List<String> ids = List.of(buy("USPS", PRIORITY_MAIL), buy("USPS", "USPS_GROUND_ADVANTAGE"));
        buy("UPS", "03");
        cancel(buy("USPS", PRIORITY_MAIL)).statusCode(200);

        String id = close("USPS")
                .statusCode(201)
                .header("Location", startsWith("/api/v2/manifests/MAN-"))
                .body("status", is("created"))
                .body("carrier", is("USPS"))
                .body("origin_zip", is("10001"))
                .body("manifest_number", notNullValue())
                .body("shipments", containsInAnyOrder(ids.toArray()))
                .extract()
                .path("manifest_id");

        read(id).statusCode(200).body("shipments", containsInAnyOrder(ids.toArray()));
        assertThat(document(id).contentType("application/pdf").extract().asByteArray())
                .asString()
                .startsWith("%PDF");
    }

    @Test
    void closingAgainReturnsSameManifest() {
        String shipment = buy("USPS", PRIORITY_MAIL);
        String id = close("USPS").statusCode(201).extract().path("manifest_id");

        close("USPS").statusCode(200).body("manifest_id", is(id)).body("shipments", contains(shipment));
        close("USPS", shipment).statusCode(200).body("manifest_id", is(id));

        assertThat(sandbox.count("usps", "manifest")).isEqualTo(1);
    }

    @Test
    void laterShipmentsGetAnotherManifest() {
        buy("USPS", PRIORITY_MAIL);
        String first = close("USPS").extract().path("manifest_id");
        String later = buy("USPS", PRIORITY_MAIL);

        close("USPS").statusCode(201).body("manifest_id", is(not(first))).body("shipments", contains(later));
    }

    @Test
    void shipmentIsInOneManifest() {
        String first = buy("USPS", PRIORITY_MAIL);
        String second = buy("USPS", PRIORITY_MAIL);
        String id = close("USPS", first)
                .statusCode(201)
                .body("shipments", contains(first))
                .extract()
                .path("manifest_id");

        close("USPS", second, first)
                .statusCode(400)
                .body("errors.pointer", contains("/shipments/1"))
                .body("errors.detail", contains("is in the manifest " + id + " already"));
        close("USPS", second).statusCode(201).body("shipments", contains(second));
    }

    @Test
    void unsuitableShipmentsAreRejected() {
        String cancelled = buy("USPS", PRIORITY_MAIL);
        cancel(cancelled).statusCode(200);
        String ofOther = create(purchase("USPS", PRIORITY_MAIL)).extract().path("shipment_id");
        String later = buy(purchase("USPS", PRIORITY_MAIL)
                .put("ship_date", LocalDate.parse(shipDate).plusDays(1).toString()));
        String ofUps = buy("UPS", "03");

        close("USPS", cancelled, ofOther, later, ofUps, "VNT-2020-1", "\u0000")
                .statusCode(400)
                .body("errors.pointer", hasSize(1));
        close("USPS", cancelled, ofOther, later, ofUps, "VNT-2020-1", "nonsense")
                .statusCode(400)
                .body(
                        "errors.pointer",
                        contains(
                                "/shipments/0",
                                "/shipments/1",
                                "/shipments/2",
                                "/shipments/3",
                                "/shipments/4",
                                "/shipments/5"))
                .body("errors[0].detail", is("has no valid label: its status is cancelled"))
                .body("errors[1].detail", is("is not a shipment of this client"))
                .body("errors[2].detail", startsWith("has another ship date: "))
                .body("errors[3].detail", is("is not a shipment of this carrier"));
        assertThat(sandbox.count("usps", "manifest")).isZero();
    }

    @Test
    void severalOriginsNeedZip() {
        String here = buy("USPS", PRIORITY_MAIL);
        String there = buy(purchase("USPS", PRIORITY_MAIL)
                .put("origin", address("Vantage DC 4", "1 Main St", "Chicago", "IL", "60601")));

        close("USPS").statusCode(400).body("errors.pointer", contains("/origin_zip"));
        post(request("USPS").put("origin_zip", "60601")).statusCode(201).body("shipments", contains(there));
        close("USPS").statusCode(201).body("shipments", contains(here));
    }

    @Test
    void fedexClosesGroundOfAccount() {
        String ground = buy("FedEx", "FEDEX_GROUND");
        String home = buy("FedEx", "GROUND_HOME_DELIVERY");
        buy("FedEx", "FEDEX_2_DAY");

        String id = close("FedEx")
                .statusCode(201)
                .body("shipments", containsInAnyOrder(ground, home))
                .body("manifest_number", nullValue())
                .body("origin_zip", nullValue())
                .extract()
                .path("manifest_id");

        assertThat(document(id).contentType("text/plain").extract().asString()).contains(trackingNumber(ground));
        close("FedEx").statusCode(200).body("manifest_id", is(id));
    }

    @Test
    void fedexShipmentsCannotBeChosen() {
        post(request("FedEx").put("origin_zip", "10001").put("shipments", new JsonArray().add("VNT-2020-1")))
                .statusCode(400)
                .body("errors.pointer", containsInAnyOrder("/origin_zip", "/shipments"));
    }

    @Test
    void nothingToManifestIsTold() {
        buy("UPS", "03");

        close("UPS")
                .statusCode(422)
                .body("type", is("/problems/not-manifestable"))
                .body("detail", is("UPS needs no manifest: it gets all data with the labels"));
        close("USPS").statusCode(422).body("type", is("/problems/not-manifestable"));
    }

    @Test
    void invalidRequestIsRejected() {
        post(request("DHL")).statusCode(400).body("errors.pointer", contains("/carrier"));
        post(request("USPS").put("origin_zip", "1001")).statusCode(400).body("errors.pointer", contains("/origin_zip"));
        post(request("USPS").put("shipments", new JsonArray()))
                .statusCode(400)
                .body("errors.pointer", contains("/shipments"));
        post(request("USPS").put("shipment", "VNT-2020-1"))
                .statusCode(400)
                .body("errors.pointer", contains("/shipment"));
        post(new JsonObject().put("carrier", "USPS")).statusCode(400).body("errors.pointer", contains("/ship_date"));
    }

    @Test
    void shipDateIsTodayAtOrigin() {
        String shipment = buy("USPS", PRIORITY_MAIL);

        post(new JsonObject().put("carrier", "USPS").put("origin_zip", "10001"))
                .statusCode(201)
                .body("ship_date", is(shipDate))
                .body("shipments", contains(shipment));
    }

    @Test
    void refusedShipmentsAreFree() {
        String shipment = buy("USPS", PRIORITY_MAIL);
        sandbox.stubReply("usps", "manifest", 400, "application/json", "{\"error\": {\"message\": \"No EFN today\"}}");

        close("USPS")
                .statusCode(422)
                .body("type", is("/problems/carrier-declined"))
                .body("detail", containsString("No EFN today"))
                .body("carriers[0].status", is("declined"));
        sandbox.clearFaults();

        close("USPS").statusCode(201).body("shipments", contains(shipment));
    }

    @Test
    void carrierThatIsNotAskedLeavesShipmentsFree() {
        String shipment = buy("USPS", PRIORITY_MAIL);
        sandbox.injectFault("usps", "manifest", "throttle&seconds=1");

        close("USPS").statusCode(503).body("type", is("/problems/carriers-unavailable"));
        sandbox.clearFaults();

        await().atMost(10, SECONDS)
                .untilAsserted(() -> close("USPS").statusCode(201).body("shipments", contains(shipment)));
    }

    @Test
    void unansweredManifestIsAskedForAgain() {
        String shipment = buy("USPS", PRIORITY_MAIL);
        sandbox.injectFault("usps", "manifest", "break");
        close("USPS")
                .statusCode(502)
                .body("type", is("/problems/carrier-error"))
                .body("retryable", is(true));
        buy("USPS", PRIORITY_MAIL);
        sandbox.clearFaults();

        String id = close("USPS")
                .statusCode(201)
                .body("status", is("created"))
                .body("shipments", contains(shipment))
                .body("reason", nullValue())
                .extract()
                .path("manifest_id");

        assertThat(sandbox.count("usps", "manifest")).isEqualTo(2);
        document(id).statusCode(200);
    }

    @Test
    void voidedShipmentIsNotAskedForAgain() {
        String shipment = buy("USPS", PRIORITY_MAIL);
        String voided = buy("USPS", PRIORITY_MAIL);
        sandbox.injectFault("usps", "manifest", "break");
        close("USPS").statusCode(502);
        sandbox.clearFaults();
        cancel(voided).statusCode(200);

        close("USPS").statusCode(201).body("status", is("created")).body("shipments", contains(shipment));
    }

    @Test
    void manifestOfVoidedShipmentsIsDeleted() {
        String voided = buy("USPS", PRIORITY_MAIL);
        sandbox.injectFault("usps", "manifest", "break");
        close("USPS").statusCode(502);
        sandbox.clearFaults();
        cancel(voided).statusCode(200);

        close("USPS")
                .statusCode(422)
                .body("type", is("/problems/not-manifestable"))
                .body("detail", containsString("have been voided"));
        String next = buy("USPS", PRIORITY_MAIL);
        close("USPS").statusCode(201).body("shipments", contains(next));
    }

    @Test
    void packagesThatCarrierLeavesOutAreTold() {
        JsonObject purchase = purchase("USPS", PRIORITY_MAIL);
        purchase.getJsonArray("packages").add(parcel(32, 12, 8, 6));
        String shipment = buy(purchase);
        List<String> numbers = client().get("/api/v2/shipments/{id}", shipment).path("packages.tracking_number");
        sandbox.stubReply(
                "usps",
                "manifest",
                200,
                "application/json",
                new JsonObject()
                        .put("manifestNumber", "9475038234567000031430")
                        .put("trackingNumbers", new JsonArray().add(numbers.getFirst()))
                        .put("SCANFormImage", "JVBERi0=")
                        .encode());

        close("USPS")
                .statusCode(201)
                .body("shipments", contains(shipment))
                .body("reason_code", is("PACKAGES_LEFT_OUT"))
                .body("reason", containsString(numbers.getLast()))
                .body("reason", not(containsString(numbers.getFirst())));
    }

    @Test
    void shipmentsOfZipAreFoundBehindManyOthers() throws SQLException {
        String here = buy("USPS", PRIORITY_MAIL);
        String there = buy(purchase("USPS", PRIORITY_MAIL)
                .put("origin", address("Vantage DC 4", "1 Main St", "Chicago", "IL", "60601")));
        copyToEarlierTimes(here, 5_001);

        post(request("USPS").put("origin_zip", "60601")).statusCode(201).body("shipments", contains(there));
    }

    @Test
    void hangingCarrierTimesOut() {
        String shipment = buy("USPS", PRIORITY_MAIL);
        sandbox.injectFault("usps", "manifest", "hang");
        close("USPS").statusCode(502).body("type", is("/problems/carrier-timeout"));
        sandbox.clearFaults();

        close("USPS").statusCode(201).body("shipments", contains(shipment));
    }

    @Test
    void lostScanFormIsUnconfirmed() {
        String shipment = buy("USPS", PRIORITY_MAIL);
        sandbox.injectFault("usps", "manifest", "garble");
        close("USPS").statusCode(502);
        sandbox.clearFaults();

        String id = close("USPS")
                .statusCode(200)
                .body("status", is("unconfirmed"))
                .body("shipments", contains(shipment))
                .body("document", nullValue())
                .body("reason", containsString("already associated with a SCAN form"))
                .extract()
                .path("manifest_id");

        document(id).statusCode(404).body("type", is("/problems/manifest-not-found"));
        String next = buy("USPS", PRIORITY_MAIL);
        close("USPS").statusCode(201).body("shipments", contains(next));
    }

    @Test
    void lostGroundCloseIsPrintedAgain() {
        String shipment = buy("FedEx", "FEDEX_GROUND");
        sandbox.injectFault("fedex", "manifest", "garble");
        close("FedEx").statusCode(502);
        sandbox.clearFaults();

        String id = close("FedEx").statusCode(201).extract().path("manifest_id");

        assertThat(document(id).extract().asString()).contains(trackingNumber(shipment));
    }

    @Test
    void concurrentRequestsMakeOneManifest() {
        buy("USPS", PRIORITY_MAIL);
        sandbox.injectFault("usps", "manifest", "slow&seconds=1");

        assertThat(closeConcurrently()).containsOnlyOnce(201).containsAnyOf(409, 200);
        assertThat(sandbox.count("usps", "manifest")).isEqualTo(1);
    }

    @Test
    void concurrentRepetitionsAskOnce() {
        buy("USPS", PRIORITY_MAIL);
        sandbox.injectFault("usps", "manifest", "break");
        close("USPS").statusCode(502);
        sandbox.clearFaults();
        sandbox.injectFault("usps", "manifest", "slow&seconds=1");

        assertThat(closeConcurrently()).containsOnlyOnce(201).containsAnyOf(409, 200);
        assertThat(sandbox.count("usps", "manifest")).isEqualTo(2);
    }

    private List<Integer> closeConcurrently() {
        return Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> close("USPS").extract().statusCode()))
                .limit(4)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    @Test
    void labelOnScanFormCannotBeVoided() {
        String shipment = buy("USPS", PRIORITY_MAIL);
        close("USPS").statusCode(201);

        cancel(shipment).statusCode(409).body("type", is("/problems/not-cancellable"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/document"})
    void manifestsOfOthersAreNotFound(String part) {
        buy("USPS", PRIORITY_MAIL);
        String id = close("USPS").extract().path("manifest_id");

        as(ALL_SCOPES)
                .get("/api/v2/manifests/{id}" + part, id)
                .then()
                .statusCode(404)
                .body("type", is("/problems/manifest-not-found"));
    }

    @Test
    void manifestIsAudited() {
        String shipment = buy("USPS", PRIORITY_MAIL);
        close("USPS").statusCode(201);

        as("shipping:ops")
                .get("/api/v2/shipments/audit?shipment_id={id}", shipment)
                .then()
                .statusCode(200)
                .body("entries.action", contains("manifest", "create"))
                .body("entries.client", everyItem(is(client)));
    }

    /** Copies a shipment with its details to new ids. */
    private void copyToEarlierTimes(String id, int times) throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (String copy : List.of(
                    "INSERT INTO shipment SELECT (jsonb_populate_record(s, jsonb_build_object('id', s.id || n, 'created_at',"
                            + " s.created_at - n * interval '1 ms'))).* FROM shipment s, generate_series(1, ?) n WHERE s.id = ?",
                    "INSERT INTO shipment_detail SELECT (jsonb_populate_record(d, jsonb_build_object('shipment_id',"
                            + " d.shipment_id || n, 'created_at', d.created_at - n * interval '1 ms'))).*"
                            + " FROM shipment_detail d, generate_series(1, ?) n WHERE d.shipment_id = ?")) {
                try (PreparedStatement statement = connection.prepareStatement(copy)) {
                    statement.setInt(1, times);
                    statement.setString(2, id);
                    assertThat(statement.executeUpdate()).isEqualTo(times);
                }
            }
        }
    }

    private String buy(String carrier, String service) {
        return buy(purchase(carrier, service));
    }

    /** Also notes the ship date. */
    private String buy(JsonObject purchase) {
        JsonPath bought = client().body(purchase.encode())
                .post("/api/v2/shipments/create")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        if (shipDate.isEmpty()) {
            shipDate = bought.getString("ship_date");
        }
        return bought.getString("shipment_id");
    }

    private String trackingNumber(String shipment) {
        return client().get("/api/v2/shipments/{id}", shipment).path("tracking_number");
    }

    private ValidatableResponse cancel(String shipment) {
        return client().post("/api/v2/shipments/{id}/cancel", shipment).then();
    }

    private ValidatableResponse close(String carrier) {
        return post(request(carrier));
    }

    private ValidatableResponse close(String carrier, String... shipments) {
        return post(request(carrier).put("shipments", new JsonArray(List.of(shipments))));
    }

    private JsonObject request(String carrier) {
        return new JsonObject().put("carrier", carrier).put("ship_date", shipDate.isEmpty() ? "2026-11-24" : shipDate);
    }

    private ValidatableResponse post(JsonObject request) {
        return client().body(request.encode()).post("/api/v2/manifests").then();
    }

    private ValidatableResponse read(String id) {
        return client().get("/api/v2/manifests/{id}", id).then();
    }

    private ValidatableResponse document(String id) {
        return client().get("/api/v2/manifests/{id}/document", id).then();
    }

    private RequestSpecification client() {
        return withToken(sandbox.token(client, client, ALL_SCOPES));
    }
}
