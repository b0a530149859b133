package com.vantage.shipping.shipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.vantage.shipping.support.ApiTest;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ShipmentEventsTest extends ApiTest {
    private final String client = "client-" + UUID.randomUUID();

    @Inject
    AgroalDataSource database;

    @Test
    void everyChangeIsAnEventInOrder() {
        String id = buy();
        withToken(sandbox.token(client, client, ALL_SCOPES))
                .post("/api/v2/shipments/{id}/cancel", id)
                .then()
                .statusCode(200);

        JsonPath events = events("0.0", 100);

        assertThat(events.getList("events.type"))
                .containsExactly("shipment.requested", "shipment.purchasing", "shipment.created", "shipment.cancelled");
        assertThat(events.getList("events.shipment.shipment_id")).containsOnly(id);
        assertThat(events.getList("events.shipment.status"))
                .containsExactly("unknown", "unknown", "created", "cancelled");
        assertThat(events.getString("events[2].shipment.tracking_number")).isNotBlank();
    }

    @Test
    void readerContinuesFromCursor() {
        buy();
        List<String> types = new ArrayList<>();
        String next = "0.0";

        for (int page = 0; page < 4; page++) {
            JsonPath events = events(next, 1);
            types.addAll(events.getList("events.type"));
            next = events.getString("next_cursor");
        }

        assertThat(types).containsExactly("shipment.requested", "shipment.purchasing", "shipment.created");
        assertThat(events(next, 1).getString("next_cursor")).isEqualTo(next);
    }

    @Test
    void deprecatedParameterAndFieldStillPage() {
        buy();
        JsonPath first = events(Map.of("after", "0.0", "limit", "2"));
        JsonPath second = events(Map.of("after", first.getString("next"), "limit", "2"));

        assertThat(first.getString("next")).isEqualTo(first.getString("next_cursor"));
        assertThat(second.getList("events.type")).containsExactly("shipment.created");
    }

    @Test
    void bothParametersAreRefused() {
        withToken(sandbox.token(client, client, "shipping:ship"))
                .get("/api/v2/shipments/events?cursor=0.0&after=0.0")
                .then()
                .statusCode(400)
                .body("type", is("/problems/invalid-request"))
                .body("detail", is("send cursor or after, not both"));
    }

    /**
     * The slow transaction's event has the lower number but is committed last, so a reader of the higher one would miss
     * it.
     */
    @Test
    void slowTransactionsEventIsNotSkipped() throws SQLException {
        buy();
        String place = events("0.0", 100).getString("next_cursor");
        try (var slow = database.getConnection();
                var insert = slow.createStatement()) {
            slow.setAutoCommit(false);
            insert.executeUpdate("INSERT INTO shipment_event (created_at, client, shipment_id, state, shipment) "
                    + "SELECT now(), client, shipment_id, 'cancelled', shipment FROM shipment_event "
                    + "WHERE client = '" + client + "' AND state = 'created'");
            buy();

            JsonPath before = events(place, 100);
            slow.commit();
            JsonPath after = events(before.getString("next_cursor"), 100);

            assertThat(before.getList("events")).isEmpty();
            assertThat(after.getList("events.type"))
                    .containsExactly(
                            "shipment.cancelled", "shipment.requested", "shipment.purchasing", "shipment.created");
        }
    }

    @Test
    void clientsSeeOwnEventsAndOperatorsAll() {
        String id = buy();

        assertThat(events(sandbox.token("other-" + client, "x", "shipping:ship"), "0.0", 1000)
                        .getList("events"))
                .isEmpty();
        String place = events("0.0", 1).getString("next_cursor");
        assertThat(events(sandbox.token("shipping:ops"), place, 1000).getList("events.shipment.shipment_id"))
                .contains(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1", "1.", "-1.0", "99999999999999999999.1"})
    void invalidCursorIsRefused(String place) {
        for (String parameter : List.of("cursor", "after")) {
            withToken(sandbox.token(client, client, "shipping:ship"))
                    .queryParam(parameter, place)
                    .get("/api/v2/shipments/events")
                    .then()
                    .statusCode(400)
                    .body("type", is("/problems/invalid-request"))
                    .body("detail", startsWith(parameter + " must be the next"));
        }
    }

    private String buy() {
        return withToken(sandbox.token(client, client, ALL_SCOPES))
                .body(purchase("UPS", "03").encode())
                .post("/api/v2/shipments/create")
                .then()
                .statusCode(201)
                .extract()
                .path("shipment_id");
    }

    private JsonPath events(String cursor, int limit) {
        return events(sandbox.token(client, client, "shipping:ship"), cursor, limit);
    }

    private JsonPath events(String token, String cursor, int limit) {
        return events(token, Map.of("cursor", cursor, "limit", Integer.toString(limit)));
    }

    private JsonPath events(Map<String, String> parameters) {
        return events(sandbox.token(client, client, "shipping:ship"), parameters);
    }

    private JsonPath events(String token, Map<String, String> parameters) {
        return withToken(token)
                .queryParams(parameters)
                .get("/api/v2/shipments/events")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
