package com.vantage.shipping.shipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.vantage.shipping.support.ApiTest;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AuditTest extends ApiTest {
    @Inject
    AgroalDataSource database;

    @Inject
    ShipmentRepository shipments;

    @Inject
    PurchaseTransactions transactions;

    private final String client = "client-" + UUID.randomUUID();
    private final String customer = "cus_" + UUID.randomUUID();
    private String id = "";

    @BeforeEach
    void buyOne() {
        id = withToken(sandbox.token(client, "sub-1", ALL_SCOPES))
                .header("X-Request-ID", "the-purchase")
                .body(purchase("UPS", "03").put("customer_id", customer).encode())
                .post("/api/v2/shipments/create")
                .then()
                .statusCode(201)
                .extract()
                .path("shipment_id");
    }

    @Test
    void purchaseIsAuditedWithItsClient() {
        JsonPath entries = entries(id);

        assertThat(entries.<String>getList("entries.action")).containsExactly("create");
        assertThat(entries.getString("entries[0].client")).isEqualTo(client);
        assertThat(entries.getString("entries[0].subject")).isEqualTo("sub-1");
        assertThat(entries.getBoolean("entries[0].operator")).isFalse();
        assertThat(entries.getString("entries[0].shipment_id")).isEqualTo(id);
        assertThat(entries.getString("entries[0].request_id")).isEqualTo("the-purchase");
    }

    @Test
    void ownersReadIsNotAuditedButLabelReadIs() {
        String token = sandbox.token("app", customer, "shipping:track");

        withToken(token).get("/api/v2/shipments/{id}", id).then().statusCode(200);
        withToken(token).get("/api/v2/shipments/{id}/label", id).then().statusCode(200);

        assertThat(actions()).containsExactly("read_label by app", "create by " + client);
    }

    @Test
    void everyOperatorActionIsAudited() {
        String token = sandbox.token("support", "op-7", "shipping:ops shipping:track");

        withToken(token).get("/api/v2/shipments/{id}", id).then().statusCode(200);
        withToken(token).get("/api/v2/shipments/{id}/label", id).then().statusCode(200);
        withToken(token).post("/api/v2/shipments/{id}/cancel", id).then().statusCode(200);

        assertThat(actions())
                .containsExactly(
                        "cancel by operator support",
                        "read_label by operator support",
                        "read by operator support",
                        "create by " + client);
    }

    @Test
    void refusedActionIsNotAudited() {
        String token = sandbox.token("stranger", "stranger", ALL_SCOPES);

        withToken(token).get("/api/v2/shipments/{id}/label", id).then().statusCode(404);
        withToken(token).post("/api/v2/shipments/{id}/cancel", id).then().statusCode(404);

        assertThat(actions()).containsExactly("create by " + client);
    }

    @Test
    void settlementIsAuditedAsTheServices() throws SQLException {
        sql("UPDATE shipment SET state = 'unknown' WHERE id = '" + id + "'");
        Shipment unknown = shipments.find(id).await().indefinitely().orElseThrow();

        transactions
                .markWithoutLabel(
                        unknown,
                        PurchaseTransition.CONFIRM_NOT_BOUGHT,
                        "not_found",
                        "the carrier has no such purchase",
                        null)
                .await()
                .indefinitely();

        assertThat(actions()).containsExactly("settle by shipping-service", "create by " + client);
        assertThat(entries(id).getString("entries[0].request_id")).isEqualTo("the-purchase");
    }

    @Test
    void trailIsPagedAndFilteredByClient() {
        String token = sandbox.token(client, client, ALL_SCOPES);
        for (int i = 0; i < 4; i++) {
            withToken(token).get("/api/v2/shipments/{id}/label", id).then().statusCode(200);
        }

        JsonPath first = entries(Map.of("client", client, "limit", "3"));
        JsonPath second = entries(Map.of("client", client, "limit", "3", "cursor", first.getString("next_cursor")));

        assertThat(first.<String>getList("entries.action")).containsExactly("read_label", "read_label", "read_label");
        assertThat(second.<String>getList("entries.action")).containsExactly("read_label", "create");
        assertThat(second.getMap("")).doesNotContainKeys("next", "next_cursor");
    }

    @Test
    void deprecatedParameterAndFieldStillPage() {
        withToken(sandbox.token(client, client, ALL_SCOPES))
                .get("/api/v2/shipments/{id}/label", id)
                .then()
                .statusCode(200);

        JsonPath first = entries(Map.of("client", client, "limit", "1"));
        JsonPath second = entries(Map.of("client", client, "limit", "1", "before", first.getString("next")));

        assertThat(first.getString("next")).isEqualTo(first.getString("next_cursor"));
        assertThat(second.<String>getList("entries.action")).containsExactly("create");
    }

    @Test
    void bothParametersAreRefused() {
        as("shipping:ops")
                .get("/api/v2/shipments/audit?cursor=1.1&before=1.1")
                .then()
                .statusCode(400)
                .body("detail", is("send cursor or before, not both"));
    }

    @Test
    void trailRequiresOperatorScope() {
        as(ALL_SCOPES).get("/api/v2/shipments/audit").then().statusCode(403).body("type", is("/problems/forbidden"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=1001",
                "limit=x",
                "cursor=x",
                "cursor=99999999999999999999.1",
                "before=x",
                "before=99999999999999999999.1"
            })
    void invalidQueryIsRefused(String query) {
        as("shipping:ops")
                .get("/api/v2/shipments/audit?" + query)
                .then()
                .statusCode(400)
                .body("detail", startsWith(query.replaceFirst("=.*", " must be ")));
    }

    @Test
    void nonTextIsRefused() {
        as("shipping:ops")
                .queryParam("client", "a\0b")
                .get("/api/v2/shipments/audit")
                .then()
                .statusCode(400);
    }

    @Test
    void unknownShipmentHasNoTrail() {
        as("shipping:ops")
                .queryParam("shipment_id", "VNT-2026-1")
                .get("/api/v2/shipments/audit")
                .then()
                .statusCode(200)
                .body("entries", hasSize(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_entry SET client = 'somebody-else'",
                "DELETE FROM audit_entry",
                "TRUNCATE audit_entry"
            })
    void entriesCannotBeChanged(String change) {
        assertThatThrownBy(() -> sql(change)).isInstanceOf(SQLException.class).hasMessageContaining("stays as it is");
        assertThat(actions()).containsExactly("create by " + client);
    }

    private List<String> actions() {
        return entries(id).<Map<String, Object>>getList("entries").stream()
                .map(JsonObject::new)
                .map(AuditTest::action)
                .toList();
    }

    private static String action(JsonObject entry) {
        return entry.getString("action") + " by " + (entry.getBoolean("operator") ? "operator " : "")
                + entry.getString("client");
    }

    private JsonPath entries(String shipment) {
        return entries(Map.of("shipment_id", shipment));
    }

    private JsonPath entries(Map<String, String> which) {
        return as("shipping:ops")
                .queryParams(which)
                .get("/api/v2/shipments/audit")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private void sql(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
