package com.vantage.shipping.api.json;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class UnknownFieldsTest extends ApiTest {

    @Test
    void purchaseWithUnknownFieldsIsRejected() {
        create(purchase("UPS", "03")
                        .put("signature", "adult")
                        .put("insurance", new JsonObject().put("amount", 500))
                        .put("saturday_delivery", true))
                .statusCode(400)
                .body("type", is("/problems/invalid-request"))
                .body("errors.pointer", contains("/insurance", "/saturday_delivery", "/signature"))
                .body(
                        "errors[2].detail",
                        containsString("is not a known field; expected one of carrier, customer_id,"));

        assertThat(sandbox.count("ups", "buy")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/label_fromat, label_format",
        "/shipDate, ship_date",
        "/destination/sreet1, street1",
        "/destination/street_2, street2",
        "/packages/0/weigth_oz, weight_oz",
        "/packages/0/dimensions/lenght, length"
    })
    void mostSimilarFieldIsSuggested(String pointer, String meant) {
        JsonObject purchase = purchase("UPS", "03");
        put(purchase, pointer, "x");

        create(purchase)
                .statusCode(400)
                .body("errors.pointer", contains(pointer))
                .body("errors[0].detail", is("is not a known field; did you mean " + meant + "?"));
    }

    @Test
    void quoteListsIgnoredFields() {
        JsonObject request = referenceQuote().put("signature", "adult").put("options", new JsonObject().put("x", 1));
        put(request, "/packages/0/weigth_oz", new JsonArray().add(1));
        put(request, "/packages/0/a~1b~0c", "x");
        put(request, "/packages/0/dimensions/depth", new JsonObject().put("inches", 3));
        put(request, "/origin/street1", "1 Main St");

        quote(request)
                .statusCode(200)
                .body("quotes", not(hasSize(0)))
                .body(
                        "ignored_fields",
                        containsInAnyOrder(
                                "/origin/street1",
                                "/packages/0/weigth_oz",
                                "/packages/0/a~1b~0c",
                                "/packages/0/dimensions/depth",
                                "/signature",
                                "/options/x"));
    }

    @Test
    void quoteWithoutUnknownFieldsHasNoList() {
        quote(referenceQuote()).statusCode(200).body("$", not(hasKey("ignored_fields")));
    }

    @Test
    void atMostTwentyIgnoredFieldsAreListed() {
        JsonObject request = referenceQuote();
        for (int i = 0; i < 1_000; i++) {
            request.put("field_" + i, i);
        }

        quote(request).statusCode(200).body("ignored_fields", hasSize(20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=1&limit=2", "status=created&order_id=ORD-1&status=unknown"})
    void repeatedQueryParameterIsRejected(String query) {
        as("shipping:ship")
                .get("/api/v2/shipments?" + query)
                .then()
                .statusCode(400)
                .body("detail", containsString(" appears twice"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"order_id", "customer_id", "tracking_number", "carrier", "created_from", "cursor", "limit"})
    void emptyFilterDoesNotListEverything(String name) {
        as("shipping:ship")
                .get("/api/v2/shipments?" + name + "=")
                .then()
                .statusCode(400)
                .body("detail", is("the query parameter " + name + " is empty; leave it out or give it a value"));
    }

    @Test
    void misspeltQueryParameterGetsSuggestion() {
        as("shipping:ship")
                .queryParam("orderId", "ORD-55120")
                .get("/api/v2/shipments")
                .then()
                .statusCode(400)
                .body("detail", is("\"orderId\" is not a query parameter of this operation; did you mean order_id?"));
    }

    private static void put(JsonObject body, String pointer, Object value) {
        int last = pointer.lastIndexOf('/');
        Object parent = JsonPointer.from(pointer.substring(0, last)).queryJson(body);
        requireNonNull((JsonObject) parent)
                .put(pointer.substring(last + 1).replace("~1", "/").replace("~0", "~"), value);
    }
}
