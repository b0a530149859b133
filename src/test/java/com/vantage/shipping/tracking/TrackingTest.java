package com.vantage.shipping.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;

import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class TrackingTest extends ApiTest {

    @ParameterizedTest
    @CsvSource({"UPS, 03", "FedEx, FEDEX_2_DAY", "USPS, PRIORITY_MAIL"})
    void secondAnswerComesFromCache(String carrier, String service) {
        String id = create(purchase(carrier, service)).statusCode(201).extract().path("shipment_id");

        track(id)
                .statusCode(200)
                .header("X-Cache", "MISS")
                .body("shipment_id", is(id))
                .body("carrier", is(carrier))
                .body("tracking_number", notNullValue())
                .body("status", is("pre_transit"))
                .body("cached", is(false))
                .body("cache_ttl", is(300))
                .body("stale", is(false))
                .body("updated_at", notNullValue())
                .body("events.size()", is(1))
                .body("events[0].status", notNullValue())
                .body("events[0].zone_known", is(true));
        track(id)
                .statusCode(200)
                .header("X-Cache", "HIT")
                .body("cached", is(true))
                .body("cache_ttl", allOf(greaterThan(290), lessThanOrEqualTo(300)));

        assertThat(sandbox.count(carrier.toLowerCase(Locale.ROOT), "track")).isEqualTo(1);
    }

    @Test
    void customerMayTrackOwnShipment() {
        String id = create(purchase("UPS", "03")).extract().path("shipment_id");

        withToken(sandbox.token("app", "cus_81", "shipping:track"))
                .get("/api/v2/shipments/{id}/tracking", id)
                .then()
                .statusCode(200);
        withToken(sandbox.token("app", "cus_82", "shipping:track"))
                .get("/api/v2/shipments/{id}/tracking", id)
                .then()
                .statusCode(404)
                .body("type", is("/problems/shipment-not-found"));
    }

    @Test
    void hangingCarrierIsTimeout() {
        String id = create(purchase("UPS", "03")).extract().path("shipment_id");
        sandbox.injectFault("ups", "track", "hang");

        track(id)
                .statusCode(502)
                .contentType("application/problem+json")
                .body("type", is("/problems/carrier-timeout"))
                .body("carriers[0].carrier", is("UPS"))
                .body("carriers[0].code", is("timed_out"));
    }

    @Test
    void declineIsReported() {
        String id = create(purchase("UPS", "03")).extract().path("shipment_id");
        sandbox.stubReply("ups", "track", 400, "application/json", """
                {"response": {"errors": [{"code": "TV1001", "message": "Invalid inquiry number"}]}}""");

        track(id)
                .statusCode(422)
                .body("type", is("/problems/carrier-declined"))
                .body("carriers[0].status", is("declined"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"VNT-2020-1", "nonsense", "%00", "VNT-2020-1%00", "VNT-2020-9999999999999"})
    void unknownShipmentIsNotFound(String id) {
        for (String path : new String[] {"", "/label", "/tracking"}) {
            as(ALL_SCOPES)
                    .urlEncodingEnabled(false)
                    .get("/api/v2/shipments/" + id + path)
                    .then()
                    .statusCode(404)
                    .body("type", is("/problems/shipment-not-found"));
        }
    }

    private ValidatableResponse track(String id) {
        return as("shipping:track").get("/api/v2/shipments/{id}/tracking", id).then();
    }
}
