package com.vantage.shipping.shipment;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refused parameters of the list of shipments. */
@QuarkusTest
class ShipmentListParametersTest extends ApiTest {
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
        "status, gone, status",
        "carrier, DHL, expected FedEx",
        "created_from, yesterday, created_from must be a date such as",
        "created_from, 2026-02-30, created_from must be a date such as",
        "created_to, 2026-11-24T11:08:32, created_to must be a date such as",
        "created_to, 1960-01-01, created_from must be before created_to",
        "tracking_number, 1Z, tracking_number",
        "tracking_number, '1Z999AA1012345678\0', tracking_number",
        "customer_id, '\0', customer_id"
    })
    void invalidParameterIsRefused(String parameter, String value, String named) {
        as("shipping:track")
                .queryParam(parameter, value)
                .get("/api/v2/shipments")
                .then()
                .statusCode(400)
                .body("type", is("/problems/invalid-request"))
                .body("detail", containsString(named));
    }

    @ParameterizedTest
    @CsvSource({"2026-11-02, 2026-11-02", "2026-11-03, 2026-11-02", "2026-11-02T01:00:00Z, 2026-11-02T02:00:00+01:00"})
    void emptyRangeIsRefused(String from, String to) {
        as("shipping:track")
                .queryParams(Map.of("created_from", from, "created_to", to))
                .get("/api/v2/shipments")
                .then()
                .statusCode(400)
                .body("detail", is("created_from must be before created_to"));
    }
}
