package com.vantage.shipping.shipment;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.support.ApiTest;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ShipmentListTest extends ApiTest {
    private final String client = "client-" + UUID.randomUUID();
    private final String customer = "cus-" + UUID.randomUUID();
    private final List<String> ids = new ArrayList<>();

    @Inject
    AgroalDataSource database;

    /** Newest first: two of one order, the second of them declined, and one of another order. */
    @BeforeEach
    void buySome() {
        ids.clear();
        ids.add(buy("ORD-1", 32));
        ids.add(buy("ORD-1", 4800));
        ids.add(buy("ORD-2", 32));
        Collections.reverse(ids);
    }

    @Test
    void newestIsFirst() {
        assertThat(listed(Map.of())).isEqualTo(ids);
    }

    @Test
    void pagesHaveNoGaps() {
        JsonPath first = list(Map.of("limit", "2"));
        JsonPath second = list(Map.of("limit", "2", "cursor", first.getString("next_cursor")));

        assertThat(first.getList("shipments.shipment_id")).isEqualTo(ids.subList(0, 2));
        assertThat(second.getList("shipments.shipment_id")).isEqualTo(ids.subList(2, 3));
        assertThat(second.getString("next_cursor")).isNull();
    }

    @Test
    void exactlyFullPageIsTheLast() {
        assertThat(list(Map.of("limit", "3")).getString("next_cursor")).isNull();
    }

    @Test
    void orderAndStatusFilter() {
        assertThat(listed(Map.of("order_id", "ORD-1"))).isEqualTo(ids.subList(1, 3));
        assertThat(listed(Map.of("status", "declined"))).isEqualTo(ids.subList(1, 2));
        assertThat(listed(Map.of("order_id", "ORD-1", "status", "created"))).isEqualTo(ids.subList(2, 3));
        assertThat(listed(Map.of("order_id", "ORD-3"))).isEmpty();
    }

    @Test
    void customerSeesOwnShipmentsAndOperatorsAll() {
        assertThat(shipments(withToken(sandbox.token("app", customer, "shipping:track"))))
                .isEqualTo(ids);
        assertThat(shipments(withToken(sandbox.token("app", "somebody-else", "shipping:track"))))
                .doesNotContainAnyElementsOf(ids);
        assertThat(shipments(as("shipping:ops"))).startsWith(ids.getFirst(), ids.get(1), ids.get(2));
    }

    @Test
    void orderIsFoundByClientCustomerAndOperators() {
        String order = "ORD-" + UUID.randomUUID();
        String id = buy(order, 32);

        assertThat(ofOrder(order, sandbox.token(client, client, "shipping:track")))
                .containsExactly(id);
        assertThat(ofOrder(order, sandbox.token("app", customer, "shipping:track")))
                .containsExactly(id);
        assertThat(ofOrder(order, sandbox.token("shipping:ops"))).containsExactly(id);
        assertThat(ofOrder(order, sandbox.token("app", "somebody-else", "shipping:track")))
                .isEmpty();
    }

    @Test
    void ownShipmentForOneselfIsListedOnlyOnce() {
        assertThat(shipments(withToken(sandbox.token(client, customer, "shipping:track"))))
                .isEqualTo(ids);
    }

    @Test
    void carrierFilterIgnoresCase() {
        String fedex = buy(purchase("FedEx", "FEDEX_2_DAY").put("customer_id", customer));

        assertThat(listed(Map.of("carrier", "fedEX"))).containsExactly(fedex);
        assertThat(listed(Map.of("carrier", "UPS"))).isEqualTo(ids);
        assertThat(listed(Map.of("carrier", "USPS"))).isEmpty();
        assertThat(listed(Map.of("carrier", "UPS", "order_id", "ORD-1", "status", "created")))
                .isEqualTo(ids.subList(2, 3));
    }

    @Test
    void creationRangeIncludesStartAndExcludesEnd() throws SQLException {
        createdAt(ids.get(2), "2026-11-01T00:00:00Z");
        createdAt(ids.get(1), "2026-11-02T00:00:00Z");
        createdAt(ids.get(0), "2026-11-03T00:00:00Z");

        assertThat(listed(Map.of("created_from", "2026-11-02"))).isEqualTo(ids.subList(0, 2));
        assertThat(listed(Map.of("created_to", "2026-11-02"))).isEqualTo(ids.subList(2, 3));
        assertThat(listed(Map.of("created_from", "2026-11-01", "created_to", "2026-11-03T00:00:00Z")))
                .isEqualTo(ids.subList(1, 3));
        assertThat(listed(Map.of(
                        "created_from", "2026-11-02T01:00:00+01:00", "created_to", "2026-11-02T00:00:00.000001Z")))
                .isEqualTo(ids.subList(1, 2));
        assertThat(listed(Map.of("created_from", "2026-10-31T23:00:00 00:00", "order_id", "ORD-1")))
                .isEqualTo(ids.subList(1, 3));
    }

    @Test
    void trackingNumberOfAnyPackageFindsShipment() {
        JsonObject order = purchase("UPS", "03").put("order_id", "ORD-9").put("customer_id", customer);
        order.getJsonArray("packages").add(parcel(16, 8, 6, 4));
        JsonPath bought = bought(order);
        String id = bought.getString("shipment_id");
        String first = bought.getString("packages[0].tracking_number");
        String second = bought.getString("packages[1].tracking_number");

        assertThat(first).isNotEqualTo(second);
        assertThat(listed(Map.of("tracking_number", first))).containsExactly(id);
        assertThat(listed(Map.of("tracking_number", second))).containsExactly(id);
        assertThat(listed(Map.of(
                        "tracking_number", " " + second.toLowerCase(Locale.ROOT).replaceAll("(....)", "$1 "))))
                .containsExactly(id);
        assertThat(listed(
                        Map.of("tracking_number", second, "carrier", "UPS", "status", "created", "order_id", "ORD-9")))
                .containsExactly(id);
        assertThat(listed(Map.of("tracking_number", second, "order_id", "ORD-1")))
                .isEmpty();
        assertThat(listed(Map.of("tracking_number", second, "customer_id", "somebody-else")))
                .isEmpty();
        assertThat(listed(Map.of("tracking_number", second, "created_to", "2026-01-01")))
                .isEmpty();
        assertThat(listed(Map.of("tracking_number", "1Z0000000000000000"))).isEmpty();
    }

    @Test
    void filtersRevealNoShipmentsOfOthers() {
        String number = list(Map.of("status", "created")).getString("shipments[0].tracking_number");
        String stranger = sandbox.token("app", "somebody-else", "shipping:track");

        assertThat(shipments(withToken(stranger).queryParam("tracking_number", number)))
                .isEmpty();
        assertThat(shipments(withToken(stranger).queryParam("customer_id", customer)))
                .isEmpty();
        assertThat(shipments(withToken(sandbox.token("app", customer, "shipping:track"))
                        .queryParam("tracking_number", number)))
                .containsExactly(ids.getFirst());
        assertThat(shipments(as("shipping:ops").queryParam("tracking_number", number)))
                .containsExactly(ids.getFirst());
    }

    @Test
    void customerFilter() {
        String other = buy(purchase("UPS", "03").put("customer_id", "another-" + customer));

        assertThat(listed(Map.of("customer_id", customer))).isEqualTo(ids);
        assertThat(listed(Map.of("customer_id", "another-" + customer))).containsExactly(other);
        assertThat(listed(Map.of("customer_id", customer, "order_id", "ORD-1"))).isEqualTo(ids.subList(1, 3));
        assertThat(listed(Map.of("customer_id", customer, "status", "declined")))
                .isEqualTo(ids.subList(1, 2));
        assertThat(shipments(as("shipping:ops").queryParam("customer_id", customer)))
                .isEqualTo(ids);
        assertThat(shipments(withToken(sandbox.token("app", customer, "shipping:track"))
                        .queryParam("customer_id", customer)))
                .isEqualTo(ids);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"carrier=UPS", "order_id=ORD-1", "created_from=2026-01-01", "created_to=2099-01-01", "CUSTOMER"})
    void everyFilterIsPaged(String filter) {
        String query = filter.equals("CUSTOMER") ? "customer_id=" + customer : filter;
        List<String> whole =
                asClient("?" + query).then().statusCode(200).extract().path("shipments.shipment_id");
        List<String> paged = new ArrayList<>();
        @Nullable String cursor = "";
        for (int page = 0; page <= whole.size() && cursor != null; page++) {
            JsonPath answer = asClient("?limit=1&" + query + cursor)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            paged.addAll(answer.getList("shipments.shipment_id"));
            String next = answer.getString("next_cursor");
            cursor = next == null ? null : "&cursor=" + next;
        }

        assertThat(paged).isEqualTo(whole).hasSizeGreaterThan(1);
    }

    private Response asClient(String query) {
        return withToken(sandbox.token(client, client, "shipping:track")).get("/api/v2/shipments" + query);
    }

    private void createdAt(String id, String time) throws SQLException {
        try (Connection session = database.getConnection();
                PreparedStatement update =
                        session.prepareStatement("UPDATE shipment SET created_at = ?::timestamptz WHERE id = ?")) {
            update.setString(1, time);
            update.setString(2, id);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private String buy(String order, int ounces) {
        return buy(purchase("UPS", "03")
                .put("order_id", order)
                .put("customer_id", customer)
                .put("packages", new JsonArray().add(parcel(ounces, 12, 12, 12))));
    }

    private String buy(JsonObject order) {
        return bought(order).getString("shipment_id");
    }

    private JsonPath bought(JsonObject order) {
        return withToken(sandbox.token(client, client, ALL_SCOPES))
                .body(order.encode())
                .post("/api/v2/shipments/create")
                .then()
                .extract()
                .jsonPath();
    }

    private List<String> ofOrder(String order, String token) {
        return shipments(withToken(token).queryParam("order_id", order));
    }

    private List<String> listed(Map<String, String> parameters) {
        return list(parameters).getList("shipments.shipment_id");
    }

    private JsonPath list(Map<String, String> parameters) {
        return withToken(sandbox.token(client, client, "shipping:track"))
                .queryParams(parameters)
                .get("/api/v2/shipments")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static List<String> shipments(RequestSpecification asked) {
        return asked.get("/api/v2/shipments").then().statusCode(200).extract().path("shipments.shipment_id");
    }
}
