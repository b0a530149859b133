package com.vantage.shipping.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guessing a shipment id discloses nothing. */
@QuarkusTest
class OwnershipTest extends ApiTest {
    private static final String UNKNOWN_ID = "VNT-2026-1";

    private final String client = "client-" + UUID.randomUUID();
    private final String customer = "cus_" + UUID.randomUUID();
    private final String order = "ORD-" + UUID.randomUUID();
    private String id = "";

    @BeforeEach
    void buyOneAndTrackIt() {
        id = owner().body(purchase("UPS", "03")
                        .put("order_id", order)
                        .put("customer_id", customer)
                        .encode())
                .post("/api/v2/shipments/create")
                .then()
                .statusCode(201)
                .extract()
                .path("shipment_id");
        // So that it is cached, too
        owner().get("/api/v2/shipments/{id}/tracking", id).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v2/shipments/{id}",
        "GET, /api/v2/shipments/{id}/label",
        "GET, /api/v2/shipments/{id}/documents/commercial_invoice",
        "GET, /api/v2/shipments/{id}/tracking",
        "POST, /api/v2/shipments/{id}/cancel"
    })
    void foreignShipmentLooksLikeMissingOne(String method, String route) {
        Response anothers = guess(method, route, id);
        Response nobodys = guess(method, route, UNKNOWN_ID);

        assertThat(anothers.statusCode()).isEqualTo(404);
        assertThat(nobodys.statusCode()).isEqualTo(404);
        assertThat(anothers.asString()).isEqualTo(nobodys.asString());
        assertThat(headers(anothers)).isEqualTo(headers(nobodys));
        assertThat(sandbox.sold(id)).noneMatch(sale -> sale.getBoolean("cancelled", false));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v2/shipments/{id}, 200",
        "GET, /api/v2/shipments/{id}/label, 200",
        "GET, /api/v2/shipments/{id}/tracking, 200",
        "POST, /api/v2/shipments/{id}/cancel, 404"
    })
    void customerCanReadButNotCancel(String method, String route, int status) {
        withToken(sandbox.token("app", customer, ALL_SCOPES))
                .request(method, route, id)
                .then()
                .statusCode(status);
    }

    @Test
    void listsAndEventsExcludeOtherClients() {
        assertThat(ids(otherClient().queryParam("order_id", order).get("/api/v2/shipments")))
                .isEmpty();
        assertThat(ids(owner().queryParam("order_id", order).get("/api/v2/shipments")))
                .containsExactly(id);
        assertThat(otherClient().get("/api/v2/shipments?limit=100").asString()).doesNotContain(id);
        assertThat(otherClient().get("/api/v2/shipments/events?limit=1000").asString())
                .doesNotContain(id);
        assertThat(owner().get("/api/v2/shipments/events?limit=1000").asString())
                .contains(id);
    }

    /** A client with the same name as a customer is not that customer. */
    @Test
    void clientNamedLikeCustomerHasNoAccess() {
        withToken(sandbox.token(customer, "somebody", ALL_SCOPES))
                .get("/api/v2/shipments/{id}", id)
                .then()
                .statusCode(404);
    }

    @Test
    void idempotencyKeysAreScopedToClient() {
        String key = UUID.randomUUID().toString();
        String first = bought(owner(), key);
        String second = bought(otherClient(), key);

        assertThat(first).isNotEqualTo(second);
    }

    private static String bought(RequestSpecification who, String key) {
        return who.header("Idempotency-Key", key)
                .body(purchase("UPS", "03").encode())
                .post("/api/v2/shipments/create")
                .then()
                .statusCode(201)
                .extract()
                .path("shipment_id");
    }

    private RequestSpecification owner() {
        return withToken(sandbox.token(client, client, ALL_SCOPES));
    }

    private RequestSpecification otherClient() {
        return withToken(sandbox.token("stranger", "stranger", ALL_SCOPES));
    }

    private Response guess(String method, String route, String shipment) {
        return otherClient().header("X-Request-ID", "a-guess").request(method, route, shipment);
    }

    private static List<String> ids(Response list) {
        JsonPath page = list.then().statusCode(200).extract().jsonPath();
        return page.getList("shipments.shipment_id");
    }

    private static List<String> headers(Response answer) {
        return answer.headers().asList().stream()
                .flatMap(header -> header.getName().equals("X-Request-ID")
                                || header.getName().startsWith("RateLimit")
                        ? Stream.empty()
                        : Stream.of(header.getName() + ": " + header.getValue()))
                .sorted()
                .toList();
    }
}
