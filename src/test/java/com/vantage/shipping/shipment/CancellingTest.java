package com.vantage.shipping.shipment;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class CancellingTest extends ApiTest {
    @ParameterizedTest
    @CsvSource({"UPS, 03", "FedEx, FEDEX_2_DAY", "USPS, PRIORITY_MAIL"})
    void labelIsVoidedIdempotently(String carrier, String service) {
        JsonObject order = purchase(carrier, service);
        order.getJsonArray("packages").add(parcel(16, 8, 6, 4).put("reference", "box 2"));
        String id = bought(order);

        cancel(id).statusCode(200).body("status", is("cancelled")).body("label", nullValue());
        cancel(id).statusCode(200).body("status", is("cancelled"));

        assertThat(sandbox.sold(id)).hasSize(2).allMatch(sale -> sale.getBoolean("cancelled"));
        as("shipping:ship")
                .get("/api/v2/shipments/{id}/label", id)
                .then()
                .statusCode(404)
                .body("type", is("/problems/label-not-found"));
        as("shipping:ship").get("/api/v2/shipments/{id}", id).then().body("status", is("cancelled"));
    }

    @Test
    void otherClientsCannotVoidLabel() {
        String id = bought(purchase("UPS", "03"));

        withToken(sandbox.token("other", "other", ALL_SCOPES))
                .post("/api/v2/shipments/{id}/cancel", id)
                .then()
                .statusCode(404);
        withToken(sandbox.token("app", "cus_81", ALL_SCOPES))
                .post("/api/v2/shipments/{id}/cancel", id)
                .then()
                .statusCode(404);

        assertThat(sandbox.sold(id)).noneMatch(sale -> sale.getBoolean("cancelled"));
    }

    @Test
    void declinedPurchaseCannotBeVoided() {
        JsonObject tooHeavy = purchase("UPS", "03").put("packages", new JsonArray().add(parcel(4800, 12, 12, 12)));
        String id = create(tooHeavy).statusCode(422).extract().path("shipment_id");

        cancel(id).statusCode(409).body("type", is("/problems/not-cancellable")).body("retryable", is(false));
    }

    @Test
    void unknownPurchaseCannotBeVoidedYet() {
        sandbox.injectFault("ups", "buy", "garble");
        String id = create(purchase("UPS", "03")).statusCode(502).extract().path("shipment_id");

        cancel(id).statusCode(409).body("type", is("/problems/in-progress")).header("Retry-After", notNullValue());
    }

    @Test
    void carriersRefusalIsReturned() {
        String id = bought(purchase("UPS", "03"));
        sandbox.stubReply("ups", "cancel", 400, "application/json", """
                {"response": {"errors": [{"code": "190101", "message": "The time for voiding has expired."}]}}""");

        cancel(id).statusCode(409).body("type", is("/problems/not-cancellable")).body("carriers[0].code", is("190101"));
        as("shipping:ship").get("/api/v2/shipments/{id}", id).then().body("status", is("created"));
    }

    @Test
    void failedVoidIsRetryable() {
        String id = bought(purchase("UPS", "03"));
        sandbox.injectFault("ups", "cancel", "break");
        cancel(id).statusCode(502).body("type", is("/problems/carrier-error")).body("retryable", is(true));
        sandbox.clearFaults();

        cancel(id).statusCode(200).body("status", is("cancelled"));
    }

    @Test
    void hangingCarrierIsATimeout() {
        String id = bought(purchase("UPS", "03"));
        sandbox.injectFault("ups", "cancel", "hang");

        cancel(id).statusCode(502).body("type", is("/problems/carrier-timeout")).body("retryable", is(true));
    }

    @Test
    void openCircuitPreventsVoid() {
        String id = bought(purchase("UPS", "03"));
        String other = bought(purchase("UPS", "03"));
        sandbox.injectFault("ups", "cancel", "break");

        await().atMost(20, SECONDS)
                .until(() -> cancel(id).extract().path("type"), is("/problems/carriers-unavailable"));

        sandbox.clearFaults();
        await().atMost(20, SECONDS).until(() -> cancel(id).extract().statusCode(), is(200));
        cancel(other).statusCode(200);
    }

    @Test
    void repeatedVoidRecoversFromDatabaseOutage() {
        String id = bought(purchase("UPS", "03"));
        stores.dropReplyTo("postgres", "BEGIN", 0);
        sandbox.injectFault("ups", "cancel", "slow&seconds=1");

        cancel(id).statusCode(200).body("status", is("cancelled"));

        assertThat(sandbox.sold(id)).allMatch(sale -> sale.getBoolean("cancelled"));
    }

    private String bought(JsonObject order) {
        return create(order).statusCode(201).extract().path("shipment_id");
    }

    private ValidatableResponse cancel(String id) {
        return as("shipping:ship").post("/api/v2/shipments/{id}/cancel", id).then();
    }
}
