package com.vantage.shipping.shipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Purchases with options, by quote and without. */
@QuarkusTest
class PurchaseOptionsTest extends ApiTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPS|01|Signature,Insurance,Saturday delivery|\"DCISType\":\"3\"|\"SaturdayDeliveryIndicator\":\"\"",
                "FedEx|PRIORITY_OVERNIGHT|Signature,Insurance,Saturday delivery|\"signatureOptionType\":\"ADULT\"|\"SATURDAY_DELIVERY\"",
                "USPS|PRIORITY_MAIL_EXPRESS|Signature,Insurance|\"extraServices\":[922,925]|\"packageValue\":250"
            })
    void adultInsuredSaturdayParcelIsQuotedAndBought(
            String carrier, String service, String surcharges, String sent, String alsoSent) {
        Map<String, Object> quote = quote(carrier, service, adultInsuredSaturday());

        String id = create(byQuote(quote))
                .statusCode(201)
                .body("rate", equalTo(quote.get("rate")))
                .body("quoted_rate", equalTo(quote.get("rate")))
                .body("surcharges.description", hasItems(surcharges.split(",")))
                .body("options.signature", is("adult"))
                .extract()
                .path("shipment_id");

        as(ALL_SCOPES)
                .get("/api/v2/shipments/{id}", id)
                .then()
                .statusCode(200)
                .body("options.signature", is("adult"))
                .body("options.insured_value.amount", is(250))
                .body("options.insured_value.currency", is("USD"))
                .body("options.saturday_delivery", is(true))
                .body("options.hold_for_pickup", nullValue())
                .body("options.label_size", nullValue());
        assertThat(sandbox.received(code(carrier), "buy"))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.getString("body")).contains(sent, alsoSent));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPS|03|\"DCISType\":\"2\"",
                "FedEx|FEDEX_GROUND|\"signatureOptionType\":\"DIRECT\"",
                "USPS|USPS_GROUND_ADVANTAGE|\"extraServices\":[921]"
            })
    void purchaseWithoutQuoteHasItsOwnOptions(String carrier, String service, String sent) {
        create(purchase(carrier, service).put("options", new JsonObject().put("signature", "standard")))
                .statusCode(201)
                .body("options.signature", is("standard"))
                .body("surcharges.description", hasItems("Signature"));

        assertThat(sandbox.received(code(carrier), "buy").getFirst().getString("body"))
                .contains(sent);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/options/signature|{\"signature\": \"none\"}",
                "/options/signature|{\"signature\": \"standard\"}",
                "/options/insured_value|{\"insured_value\": {\"amount\": 251}}",
                "/options/saturday_delivery|{\"saturday_delivery\": false}",
                "/options/hold_for_pickup|{\"hold_for_pickup\": true}"
            })
    void optionsOtherThanTheQuotesAreRefused(String pointer, String options) {
        Map<String, Object> quote = quote("UPS", "01", adultInsuredSaturday());

        create(byQuote(quote).put("options", new JsonObject(options)))
                .statusCode(400)
                .body("errors.pointer", contains(pointer));

        assertThat(sandbox.count("ups", "buy")).isZero();
    }

    @Test
    void quotesOptionsMayBeRepeatedAndThePrintChosen() {
        Map<String, Object> quote = quote("FedEx", "PRIORITY_OVERNIGHT", adultInsuredSaturday());

        create(byQuote(quote)
                        .put("label_format", "ZPL")
                        .put("options", adultInsuredSaturday().put("label_dpi", 300)))
                .statusCode(201)
                .body("options.signature", is("adult"))
                .body("options.label_dpi", is(300));

        assertThat(sandbox.received("fedex", "buy").getFirst().getString("body"))
                .contains("\"resolution\":300", "\"signatureOptionType\":\"ADULT\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPS|03|{\"saturday_delivery\": true}|option_not_offered",
                "UPS|03|{\"hold_for_pickup\": true, \"location_id\": \"U123\"}|option_not_offered",
                "FedEx|FEDEX_GROUND|{\"saturday_delivery\": true}|option_not_offered",
                "FedEx|FEDEX_GROUND|{\"hold_for_pickup\": true}|location_id_required",
                "USPS|PRIORITY_MAIL|{\"insured_value\": {\"amount\": 5000.01}}|option_not_offered",
                "USPS|PRIORITY_MAIL|{\"hold_for_pickup\": true, \"location_id\": \"1437366\"}|contact_required"
            })
    void optionThatTheServiceDoesNotOfferIsDeclinedBeforeACall(
            String carrier, String service, String options, String code) {
        create(purchase(carrier, service).put("options", new JsonObject(options)))
                .statusCode(422)
                .body("type", is("/problems/carrier-declined"))
                .body("carriers[0].code", is(code));

        assertThat(sandbox.received(code(carrier))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"UPS, 03", "FedEx, FEDEX_GROUND", "USPS, PRIORITY_MAIL"})
    void labelIsPrintedOnALetterPage(String carrier, String service) throws IOException {
        String id = create(purchase(carrier, service).put("options", new JsonObject().put("label_size", "letter")))
                .statusCode(201)
                .extract()
                .path("shipment_id");

        byte[] pdf = as(ALL_SCOPES)
                .get("/api/v2/shipments/{id}/label", id)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();

        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isEqualTo(1);
            assertThat(document.getPage(0).getMediaBox().getWidth()).isEqualTo(612);
            assertThat(document.getPage(0).getMediaBox().getHeight()).isEqualTo(792);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/options/label_dpi|PDF|{\"label_dpi\": 203}",
                "/options/label_size|ZPL|{\"label_size\": \"letter\"}",
                "/options/label_size|PNG|{\"label_size\": \"letter\"}",
                "/options/signatur|PDF|{\"signatur\": \"adult\"}"
            })
    void invalidOptionIsRefusedBeforeAnyCarrierIsAsked(String pointer, String format, String options) {
        create(purchase("FedEx", "FEDEX_GROUND").put("label_format", format).put("options", new JsonObject(options)))
                .statusCode(400)
                .body("errors.pointer", contains(pointer));

        assertThat(sandbox.received("fedex")).isEmpty();
    }

    @Test
    void keyIsOfOnePurchaseWithItsOptions() {
        String key = UUID.randomUUID().toString();
        JsonObject order = purchase("UPS", "03");
        create(key, order).statusCode(201).body("options", nullValue());

        create(key, order.copy().put("options", new JsonObject().put("signature", "adult")))
                .statusCode(422)
                .body("type", is("/problems/idempotency-mismatch"));
        create(key, order.copy().put("options", new JsonObject().put("signature", "none")))
                .statusCode(201)
                .header("Idempotent-Replay", "true");

        assertThat(sandbox.count("ups", "buy")).isOne();
    }

    private static JsonObject adultInsuredSaturday() {
        return new JsonObject()
                .put("signature", "adult")
                .put("insured_value", new JsonObject().put("amount", 250))
                .put("saturday_delivery", true);
    }

    private Map<String, Object> quote(String carrier, String service, JsonObject options) {
        Map<String, Object> quote = quote(referenceQuote()
                        .put("carriers", new JsonArray().add(carrier))
                        .put("ship_date", nextFriday())
                        .put("options", options))
                .statusCode(200)
                .extract()
                .jsonPath()
                .getMap("quotes.find { it.service_code == '" + service + "' }");
        sandbox.clearRecords();
        return quote;
    }

    private static JsonObject byQuote(Map<String, Object> quote) {
        JsonObject order = purchase("", "").put("quote_id", quote.get("quote_id"));
        Stream.of("carrier", "service_code", "packages").forEach(order::remove);
        return order;
    }

    private ValidatableResponse create(String key, JsonObject order) {
        return as(ALL_SCOPES)
                .header("Idempotency-Key", key)
                .body(order.encode())
                .post("/api/v2/shipments/create")
                .then();
    }

    private static String code(String carrier) {
        return carrier.toLowerCase(Locale.ROOT);
    }

    private static String nextFriday() {
        return LocalDate.now(ZoneId.of("America/New_York"))
                .with(TemporalAdjusters.nextOrSame(DayOfWeek.FRIDAY))
                .toString();
    }
}
