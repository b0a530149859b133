package com.vantage.shipping.fuzz;

import com.vantage.shipping.support.ApiTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** A valid call of each operation, for a shipment or webhook that does not exist where it needs one. */
public enum AnyOperation {
    QUOTE_RATES("POST", "/shipments/rate-quote"),
    VALIDATE_ADDRESSES("POST", "/addresses/validate"),
    QUOTE_RATES_BATCH("POST", "/shipments/rate-quote/batch"),
    CREATE_SHIPMENTS_BATCH("POST", "/shipments/batch"),
    CREATE_SHIPMENT("POST", "/shipments/create"),
    LIST_SHIPMENTS("GET", "/shipments"),
    LIST_SHIPMENT_EVENTS("GET", "/shipments/events"),
    LIST_AUDIT_ENTRIES("GET", "/shipments/audit"),
    GET_SHIPMENT("GET", "/shipments/VNT-2020-0000001"),
    CANCEL_SHIPMENT("POST", "/shipments/VNT-2020-0000001/cancel"),
    GET_LABEL("GET", "/shipments/VNT-2020-0000001/label"),
    GET_DOCUMENT("GET", "/shipments/VNT-2020-0000001/documents/commercial_invoice"),
    TRACK_SHIPMENT("GET", "/shipments/VNT-2020-0000001/tracking"),
    CREATE_MANIFEST("POST", "/manifests"),
    GET_MANIFEST("GET", "/manifests/MAN-2020-0000001"),
    GET_MANIFEST_DOCUMENT("GET", "/manifests/MAN-2020-0000001/document"),
    CREATE_PICKUP("POST", "/pickups"),
    GET_PICKUP("GET", "/pickups/PKP-2020-0000001"),
    CANCEL_PICKUP("DELETE", "/pickups/PKP-2020-0000001"),
    LIST_SERVICES("GET", "/services"),
    GET_CARRIER_HEALTH("GET", "/carriers/health"),
    CREATE_WEBHOOK("POST", "/webhooks"),
    LIST_WEBHOOKS("GET", "/webhooks"),
    GET_WEBHOOK("GET", "/webhooks/wh_0123456789012345678901"),
    CHANGE_WEBHOOK("PATCH", "/webhooks/wh_0123456789012345678901"),
    DELETE_WEBHOOK("DELETE", "/webhooks/wh_0123456789012345678901"),
    ROTATE_WEBHOOK_SECRET("POST", "/webhooks/wh_0123456789012345678901/rotate-secret"),
    TEST_WEBHOOK("POST", "/webhooks/wh_0123456789012345678901/test"),
    LIST_WEBHOOK_DELIVERIES("GET", "/webhooks/wh_0123456789012345678901/deliveries"),
    REDELIVER_WEBHOOK_DELIVERY("POST", "/webhooks/wh_0123456789012345678901/deliveries/evt_1/redeliver"),
    REDELIVER_WEBHOOK_RANGE("POST", "/webhooks/wh_0123456789012345678901/redeliver");

    private final String method;
    private final String path;

    AnyOperation(String method, String path) {
        this.method = method;
        this.path = path;
    }

    public ValidatableResponse sendBy(RequestSpecification caller) {
        return switch (this) {
            case QUOTE_RATES -> sendBy(caller, ApiTest.referenceQuote());
            case QUOTE_RATES_BATCH ->
                sendBy(caller, new JsonObject().put("requests", new JsonArray().add(ApiTest.referenceQuote())));
            case CREATE_SHIPMENTS_BATCH ->
                sendBy(
                        caller,
                        new JsonObject()
                                .put(
                                        "shipments",
                                        new JsonArray()
                                                .add(ApiTest.purchase("UPS", "03")
                                                        .put(
                                                                "idempotency_key",
                                                                UUID.randomUUID()
                                                                        .toString()))));
            case VALIDATE_ADDRESSES ->
                sendBy(caller, new JsonObject().put("addresses", new JsonArray().add(ApiTest.postalAddress())));
            case CREATE_SHIPMENT -> sendBy(caller, ApiTest.purchase("UPS", "03"));
            case CREATE_WEBHOOK ->
                sendBy(
                        caller,
                        new JsonObject()
                                .put("url", "https://shop.example/webhooks")
                                .put("events", new JsonArray().add("shipment.*")));
            case CHANGE_WEBHOOK -> sendBy(caller, new JsonObject().put("enabled", false));
            case REDELIVER_WEBHOOK_RANGE ->
                sendBy(
                        caller,
                        new JsonObject().put("from", "2026-11-24T11:00:00Z").put("to", "2026-11-24T12:00:00Z"));
            case CREATE_MANIFEST ->
                sendBy(caller, new JsonObject().put("carrier", "USPS").put("ship_date", "2020-01-02"));
            case CREATE_PICKUP ->
                sendBy(caller.header("Idempotency-Key", UUID.randomUUID().toString()), ApiTest.pickup("UPS", "03"));
            case LIST_SHIPMENTS,
                    LIST_SHIPMENT_EVENTS,
                    LIST_AUDIT_ENTRIES,
                    GET_SHIPMENT,
                    CANCEL_SHIPMENT,
                    GET_LABEL,
                    GET_DOCUMENT,
                    TRACK_SHIPMENT,
                    GET_MANIFEST,
                    GET_MANIFEST_DOCUMENT,
                    GET_PICKUP,
                    CANCEL_PICKUP,
                    LIST_SERVICES,
                    GET_CARRIER_HEALTH,
                    LIST_WEBHOOKS,
                    GET_WEBHOOK,
                    DELETE_WEBHOOK,
                    ROTATE_WEBHOOK_SECRET,
                    TEST_WEBHOOK,
                    LIST_WEBHOOK_DELIVERIES,
                    REDELIVER_WEBHOOK_DELIVERY -> send(caller);
        };
    }

    public ValidatableResponse sendBy(RequestSpecification caller, JsonObject body) {
        return send(caller.body(body.encode()));
    }

    /** A request without a body, with this text appended to its path unencoded. */
    FuzzRequest withTarget(String query) {
        return FuzzRequest.of(FuzzRequest.Kind.HOSTILE, "a target that is not a URI", method, "/api/v2" + path + query);
    }

    private ValidatableResponse send(RequestSpecification request) {
        return request.request(method, "/api/v2" + path).then();
    }
}
