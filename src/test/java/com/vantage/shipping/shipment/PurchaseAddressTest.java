package com.vantage.shipping.shipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Purchases with {@code validate_address}. */
@QuarkusTest
class PurchaseAddressTest extends ApiTest {
    @Test
    void undeliverableDestinationBuysNothing() {
        createWithKey(key(), purchaseTo(house() + " Nowhere"))
                .statusCode(422)
                .body("type", is("/problems/address-undeliverable"))
                .body("errors.pointer", contains("/destination"))
                .body("candidates", is(nullValue()))
                .body("retryable", is(false));
        assertThat(sandbox.count("ups", "buy")).isZero();
    }

    @Test
    void ambiguousDestinationIsRefusedWithCandidates() {
        createWithKey(key(), purchaseTo("Main Street " + house()))
                .statusCode(422)
                .body("type", is("/problems/address-undeliverable"))
                .body("candidates", hasSize(2));
        assertThat(sandbox.count("ups", "buy")).isZero();
    }

    @Test
    void keyOfRefusedAddressBuysCorrectedOne() {
        String key = key();
        createWithKey(key, purchaseTo(house() + " Nowhere")).statusCode(422);

        createWithKey(key, purchaseTo(house() + " Elm Drive")).statusCode(201);
        assertThat(sandbox.count("ups", "buy")).isEqualTo(1);
    }

    @Test
    void addressIsNotValidatedUnlessRequested() {
        create(purchase("UPS", "03").put("validate_address", false)).statusCode(201);

        assertThat(sandbox.count("ups", "validate")).isZero();
    }

    @Test
    void destinationOutsideTheUsIsNotValidated() {
        JsonObject request = purchaseTo(house() + " Nowhere");
        request.getJsonObject("destination")
                .put("city", "Toronto")
                .put("state", "ON")
                .put("zip", "M5V 3L9")
                .put("country", "CA")
                .put("phone", "+1 416 555 0100");

        request.put("carrier", "UPS").put("service_code", "11").put("customs", customs());

        createWithKey(key(), request).statusCode(201);
        assertThat(sandbox.count("ups", "validate")).isZero();
    }

    @Test
    void absentAndFalseAreTheSamePurchase() {
        String key = key();
        String id = createWithKey(key, purchase("UPS", "03"))
                .statusCode(201)
                .extract()
                .path("shipment_id");

        createWithKey(key, purchase("UPS", "03").put("validate_address", false))
                .statusCode(201)
                .header("Idempotent-Replay", "true")
                .body("shipment_id", is(id));
    }

    @Test
    void outageOfValidationDoesNotBlockLabels() {
        Stream.of("ups", "fedex", "usps")
                .forEach(carrier -> sandbox.stubReply(carrier, "validate", 403, "application/json", "{}"));

        createWithKey(key(), purchaseTo(house() + " Elm Drive")).statusCode(201);
    }

    private ValidatableResponse createWithKey(String key, JsonObject request) {
        return as(ALL_SCOPES)
                .header("Idempotency-Key", key)
                .body(request.encode())
                .post("/api/v2/shipments/create")
                .then();
    }

    private static JsonObject purchaseTo(String street) {
        JsonObject request = purchase("UPS", "03").put("validate_address", true);
        request.getJsonObject("destination").put("street1", street);
        return request;
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    /** A house that is not cached yet. */
    private static int house() {
        return ThreadLocalRandom.current().nextInt(1_000, 1_000_000);
    }
}
