package com.vantage.shipping.shipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import com.vantage.shipping.support.ApiTest;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which readers see a shipment's addresses, packages and price. */
@QuarkusTest
class ShipmentDetailsTest extends ApiTest {
    private static final Map<String, Object> DESTINATION = Map.ofEntries(
            Map.entry("name", "Jane Doe"),
            Map.entry("phone", "2125550100"),
            Map.entry("email", "jane@example.com"),
            Map.entry("street1", "9 Elm Dr"),
            Map.entry("street2", "Apt 2"),
            Map.entry("city", "Beverly Hills"),
            Map.entry("state", "CA"),
            Map.entry("zip", "90210"),
            Map.entry("country", "US"),
            Map.entry("residential", true));
    private static final List<String> PEOPLE =
            List.of("Jane Doe", "9 Elm Dr", "Vantage DC 3", "1 Main St", "2125550100", "jane@example.com");

    @Inject
    AgroalDataSource database;

    private final String client = "client-" + UUID.randomUUID();
    private final String customer = "cus_" + UUID.randomUUID();
    private JsonPath created = new JsonPath("{}");
    private String id = "";

    @BeforeEach
    void buyOne() {
        created = bought(order());
        id = created.getString("shipment_id");
    }

    @Test
    void purchaseReturnsAddressesPackagesAndPrice() {
        assertThat(created.getMap("destination")).isEqualTo(DESTINATION);
        assertThat(created.getString("origin.name")).isEqualTo("Vantage DC 3");
        assertThat(created.getString("origin.phone")).isEqualTo("2125550100");
        assertThat(created.getString("ship_date")).isEqualTo(order().getString("ship_date"));
        assertThat(created.getString("packages[0].dimensions")).isEqualTo("[length:12.5, width:8, height:6.0001]");
        assertThat(created.getString("packages[0].weight_oz")).isEqualTo("32.25");
        assertThat(created.getString("packages[0].reference")).isEqualTo("box 1");
        assertThat(created.getMap("packages[1]")).doesNotContainKey("dimensions");
        assertThat(created.getList("surcharges.code")).isEqualTo(List.of("375", "270"));
    }

    @Test
    void readListAndCancelReturnTheSame() {
        JsonPath read = read(client, client).statusCode(200).extract().jsonPath();
        JsonPath listed = withToken(token(client, client))
                .get("/api/v2/shipments")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        JsonPath cancelled = withToken(token(client, client))
                .post("/api/v2/shipments/{id}/cancel", id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(withoutRequest(read.getMap(""))).isEqualTo(withoutRequest(created.getMap("")));
        assertThat(withoutRequest(listed.getMap("shipments[0]"))).isEqualTo(withoutRequest(created.getMap("")));
        assertThat(cancelled.getMap("destination")).isEqualTo(DESTINATION);
        assertThat(cancelled.getList("packages")).isEqualTo(created.getList("packages"));
        assertThat(read(client, client).extract().jsonPath().getMap("destination"))
                .isEqualTo(DESTINATION);
    }

    @Test
    void customerSeesAddressesWithoutSendersContact() {
        read("app", customer)
                .statusCode(200)
                .body("destination.phone", is("2125550100"))
                .body("destination.email", is("jane@example.com"))
                .body("origin.name", is("Vantage DC 3"))
                .body("origin.street1", is("1 Main St"))
                .body("origin.phone", nullValue())
                .body("origin.email", nullValue());
        withToken(token("app", customer))
                .get("/api/v2/shipments")
                .then()
                .body("shipments[0].destination.street1", is("9 Elm Dr"))
                .body("shipments[0].origin.phone", nullValue());
    }

    @Test
    void operatorSeesAddressesOnlyWhenAudited() {
        String operator = sandbox.token("support", "op-7", "shipping:ops");

        String listed = withToken(operator)
                .queryParam("customer_id", customer)
                .get("/api/v2/shipments")
                .then()
                .statusCode(200)
                .body("shipments[0].shipment_id", is(id))
                .body("shipments[0].packages[0].reference", is("box 1"))
                .extract()
                .asString();
        withToken(operator)
                .get("/api/v2/shipments/{id}", id)
                .then()
                .statusCode(200)
                .body("origin.phone", is("2125550100"))
                .body("destination.street1", is("9 Elm Dr"));
        List<String> deeds = withToken(operator)
                .queryParam("shipment_id", id)
                .get("/api/v2/shipments/audit")
                .then()
                .extract()
                .path("entries.action");
        String cancelled = withToken(operator)
                .post("/api/v2/shipments/{id}/cancel", id)
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(listed).doesNotContain(PEOPLE);
        assertThat(cancelled).doesNotContain(PEOPLE);
        assertThat(deeds).containsExactly("read", "create");
    }

    @Test
    void eventsHaveNoAddresses() {
        String events = withToken(token(client, client))
                .get("/api/v2/shipments/events")
                .then()
                .statusCode(200)
                .body("events[-1].shipment.ship_date", is(created.getString("ship_date")))
                .extract()
                .asString();

        assertThat(events).doesNotContain(PEOPLE);
    }

    @Test
    void surchargesComeFromQuote() {
        JsonPath quotes = quote(referenceQuote().put("carriers", new JsonArray().add("ups")))
                .statusCode(200)
                .extract()
                .jsonPath();
        List<Map<String, Object>> surcharges = quotes.getList("quotes[0].surcharges");
        JsonObject order = order().put("quote_id", quotes.getString("quotes[0].quote_id"));
        List.of("carrier", "service_code", "packages", "ship_date").forEach(order::remove);

        JsonPath bought = bought(order);
        id = bought.getString("shipment_id");

        assertThat(surcharges).isNotEmpty();
        assertThat(bought.getList("surcharges")).isEqualTo(surcharges);
        assertThat(read(client, client).extract().jsonPath().getList("surcharges"))
                .isEqualTo(surcharges);
        assertThat(bought.getString("packages.weight_oz")).isEqualTo("[32, 16]");
    }

    @Test
    void surchargesAtPurchaseReplaceThoseOfQuote() {
        JsonPath bought = bought(order().put("carrier", "FedEx").put("service_code", "FEDEX_2_DAY"));
        id = bought.getString("shipment_id");

        assertThat(bought.<String>getList("surcharges.code")).containsExactly("FUEL");
        assertThat(read(client, client).extract().jsonPath().getList("surcharges"))
                .isEqualTo(bought.getList("surcharges"));
    }

    @Test
    void addressesAreDeletedIfNothingWasBought() throws SQLException {
        JsonObject tooHeavy = order().put("packages", new JsonArray().add(parcel(4800, 12, 12, 12)));
        id = withToken(token(client, client))
                .body(tooHeavy.encode())
                .post("/api/v2/shipments/create")
                .then()
                .statusCode(422)
                .extract()
                .path("shipment_id");

        read(client, client)
                .statusCode(200)
                .body("status", is("declined"))
                .body("ship_date", is(created.getString("ship_date")))
                .body("origin", nullValue())
                .body("destination", nullValue());
        assertThat(count("SELECT count(*) FROM shipment_detail WHERE shipment_id = '" + id + "'"))
                .isZero();
    }

    @Test
    void shipmentOfEarlierVersionHasNoDetails() throws SQLException {
        sql("DELETE FROM shipment_detail WHERE shipment_id = '" + id + "'");
        sql(
                "UPDATE shipment SET packages = '[{\"reference\": \"box 1\", \"tracking_number\": \"1Z999AA10123456784\"}]' "
                        + "WHERE id = '" + id + "'");

        JsonPath read = read(client, client).statusCode(200).extract().jsonPath();

        assertThat(read.getMap("")).doesNotContainKeys("origin", "destination", "surcharges");
        assertThat(read.getMap("packages[0]"))
                .isEqualTo(Map.of("reference", "box 1", "tracking_number", "1Z999AA10123456784"));
    }

    @Test
    void replayIsByteIdentical() {
        String key = UUID.randomUUID().toString();

        byte[] first = buy(key).statusCode(201).extract().asByteArray();
        byte[] again = buy(key).statusCode(201)
                .header("Idempotent-Replay", is("true"))
                .body("destination.street1", is("9 Elm Dr"))
                .extract()
                .asByteArray();

        assertThat(again).isEqualTo(first);
    }

    private ValidatableResponse buy(String key) {
        return withToken(token(client, client))
                .header("Idempotency-Key", key)
                .body(order().encode())
                .post("/api/v2/shipments/create")
                .then();
    }

    private JsonPath bought(JsonObject order) {
        return withToken(token(client, client))
                .body(order.encode())
                .post("/api/v2/shipments/create")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private ValidatableResponse read(String client, String subject) {
        return withToken(token(client, subject))
                .get("/api/v2/shipments/{id}", id)
                .then();
    }

    private String token(String client, String subject) {
        return sandbox.token(client, subject, ALL_SCOPES);
    }

    private JsonObject order() {
        JsonObject order = purchase("UPS", "03").put("customer_id", customer);
        order.getJsonObject("destination").put("email", "jane@example.com").put("street2", "Apt 2");
        order.getJsonObject("origin").put("email", "dc3@example.com");
        order.put(
                "ship_date",
                LocalDate.now(ZoneId.of("America/New_York")).plusDays(1).toString());
        JsonObject sides = new JsonObject().put("length", 8).put("width", 12.5).put("height", 6.0001);
        order.put(
                "packages",
                new JsonArray()
                        .add(new JsonObject()
                                .put("weight_oz", 32.25)
                                .put("dimensions", sides)
                                .put("reference", "box 1"))
                        .add(new JsonObject().put("weight_oz", 16)));
        return order;
    }

    private static Map<Object, Object> withoutRequest(Map<Object, Object> shipment) {
        Map<Object, Object> rest = new HashMap<>(shipment);
        rest.remove("request_id");
        return rest;
    }

    private int count(String sql) throws SQLException {
        try (Connection session = database.getConnection();
                Statement statement = session.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void sql(String sql) throws SQLException {
        try (Connection session = database.getConnection();
                Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
