package com.vantage.shipping.shipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.FrontDoor;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class ShipmentListTest extends FrontDoor {
    private final String client = "client-" + UUID.randomUUID();
    private final String customer = "cus-" + UUID.randomUUID();
    private final List<String> ids = new ArrayList<>();

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
    void newestComesFirst() {
        assertThat(listed(Map.of())).isEqualTo(ids);
    }

    @Test
    void pagesFollowEachOtherWithoutGapsAndEnd() {
        JsonPath first = list(Map.of("limit", "2"));
        JsonPath second = list(Map.of("limit", "2", "cursor", first.getString("next_cursor")));

        assertThat(first.getList("shipments.shipment_id")).isEqualTo(ids.subList(0, 2));
        assertThat(second.getList("shipments.shipment_id")).isEqualTo(ids.subList(2, 3));
        assertThat(second.getString("next_cursor")).isNull();
    }

    @Test
    void pageThatIsJustFullIsTheLast() {
        assertThat(list(Map.of("limit", "3")).getString("next_cursor")).isNull();
    }

    @Test
    void orderAndStatusNarrowIt() {
        assertThat(listed(Map.of("order_id", "ORD-1"))).isEqualTo(ids.subList(1, 3));
        assertThat(listed(Map.of("status", "declined"))).isEqualTo(ids.subList(1, 2));
        assertThat(listed(Map.of("order_id", "ORD-1", "status", "created"))).isEqualTo(ids.subList(2, 3));
        assertThat(listed(Map.of("order_id", "ORD-3"))).isEmpty();
    }

    @Test
    void customerSeesWhatWasMadeForThemAndOperatorsAll() {
        assertThat(shipments(withToken(desk.token("app", customer, "shipping:track"))))
                .isEqualTo(ids);
        assertThat(shipments(withToken(desk.token("app", "somebody-else", "shipping:track"))))
                .doesNotContainAnyElementsOf(ids);
        assertThat(shipments(as("shipping:ops"))).startsWith(ids.getFirst(), ids.get(1), ids.get(2));
    }

    @Test
    void orderIsFoundByWhoMadeItWhomItWasMadeForAndOperators() {
        String order = "ORD-" + UUID.randomUUID();
        String id = buy(order, 32);

        assertThat(ofOrder(order, desk.token(client, client, "shipping:track"))).containsExactly(id);
        assertThat(ofOrder(order, desk.token("app", customer, "shipping:track")))
                .containsExactly(id);
        assertThat(ofOrder(order, desk.token("shipping:ops"))).containsExactly(id);
        assertThat(ofOrder(order, desk.token("app", "somebody-else", "shipping:track")))
                .isEmpty();
    }

    @Test
    void ownShipmentForOneselfIsListedOnce() {
        assertThat(shipments(withToken(desk.token(client, customer, "shipping:track"))))
                .isEqualTo(ids);
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 0, limit",
        "limit, 101, limit",
        "limit, abc, limit",
        "limit, 99999999999999, limit",
        "order_id, '\0', order_id",
        "cursor, MjAyNi0xMS0yNFQwMToyNjo0MS42MTg2NDFaIFZOVAB4, cursor",
        "cursor, nonsense, cursor",
        "cursor, MjAyNg, cursor",
        "status, gone, status"
    })
    void nonsenseIsRefused(String parameter, String value, String named) {
        withToken(desk.token(client, client, "shipping:track"))
                .queryParam(parameter, value)
                .get("/api/v2/shipments")
                .then()
                .statusCode(400)
                .body("type", is("/problems/invalid-request"))
                .body("detail", containsString(named));
    }

    private String buy(String order, int ounces) {
        return withToken(desk.token(client, client, EVERYTHING))
                .body(purchase("UPS", "03")
                        .put("order_id", order)
                        .put("customer_id", customer)
                        .put("packages", new JsonArray().add(parcel(ounces, 12, 12, 12)))
                        .encode())
                .post("/api/v2/shipments/create")
                .then()
                .extract()
                .path("shipment_id");
    }

    private List<String> ofOrder(String order, String token) {
        return shipments(withToken(token).queryParam("order_id", order));
    }

    private List<String> listed(Map<String, String> parameters) {
        return list(parameters).getList("shipments.shipment_id");
    }

    private JsonPath list(Map<String, String> parameters) {
        return withToken(desk.token(client, client, "shipping:track"))
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
