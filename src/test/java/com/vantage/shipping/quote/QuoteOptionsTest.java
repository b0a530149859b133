package com.vantage.shipping.quote;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options of quotes: their prices, and services that do not offer them. */
@QuarkusTest
class QuoteOptionsTest extends ApiTest {

    @ParameterizedTest
    @CsvSource({
        "UPS, 01, 'Signature, Insurance, Saturday delivery', 27.60",
        "FedEx, PRIORITY_OVERNIGHT, 'Signature, Insurance, Saturday delivery', 27.60",
        "USPS, PRIORITY_MAIL, 'Signature, Insurance', 11.60",
        "USPS, PRIORITY_MAIL_EXPRESS, 'Signature, Insurance', 11.60"
    })
    void priceContainsOptionsAsSurchargesByName(String carrier, String service, String names, BigDecimal price) {
        JsonObject plain = quote(carrier).put("ship_date", nextFriday());
        JsonObject wanted = plain.copy()
                .put(
                        "options",
                        new JsonObject()
                                .put("signature", "adult")
                                .put("insured_value", new JsonObject().put("amount", 250))
                                .put("saturday_delivery", true));

        Map<String, Object> with = offer(quote(wanted).extract().jsonPath(), service);
        Map<String, Object> without = offer(quote(plain).extract().jsonPath(), service);

        assertThat(rate(with).subtract(rate(without))).isEqualByComparingTo(price);
        assertThat(descriptions(with)).contains(names.split(", "));
        assertThat(descriptions(without)).doesNotContain(names.split(", "));
    }

    @Test
    void servicesWithoutAnOptionAreLeftOutAndCarriersSaysWhy() {
        JsonObject request = referenceQuote()
                .put("carriers", new JsonArray().add("UPS").add("FedEx"))
                .put("ship_date", nextFriday())
                .put("options", new JsonObject().put("saturday_delivery", true));

        quote(request)
                .statusCode(200)
                .body("quotes.service_code.sort()", contains("01", "PRIORITY_OVERNIGHT"))
                .body("partial", is(false))
                .body("carriers.status", everyItem(is("answered")))
                .body("carriers.code", everyItem(is("option_not_offered")))
                .body(detail("UPS"), containsString("Ground (saturday_delivery)"))
                .body(detail("FedEx"), containsString("Standard Overnight (saturday_delivery)"));
    }

    @Test
    void onlyServicesOfTheRequestedClassesAreNamed() {
        quote(quote("UPS")
                        .put("ship_date", nextFriday())
                        .put("service_types", new JsonArray().add("overnight"))
                        .put("options", new JsonObject().put("saturday_delivery", true)))
                .statusCode(200)
                .body(
                        detail("UPS"),
                        is("left out, as they do not offer an option: Next Day Air Saver (saturday_delivery)"));
    }

    @Test
    void carriersThatDoNotArriveOnASaturdayDecline() {
        quote(referenceQuote()
                        .put("ship_date", next(DayOfWeek.MONDAY))
                        .put("options", new JsonObject().put("saturday_delivery", true)))
                .statusCode(200)
                .body("carriers.find { it.carrier == 'UPS' }.status", is("declined"))
                .body("carriers.find { it.carrier == 'UPS' }.code", is("option_not_offered"))
                .body("carriers.find { it.carrier == 'FedEx' }.code", is("option_not_offered"))
                .body("carriers.find { it.carrier == 'USPS' }.status", is("answered"));
    }

    @Test
    void withoutALocationNobodyHoldsAndNoCarrierIsAsked() {
        quote(referenceQuote().put("options", new JsonObject().put("hold_for_pickup", true)))
                .statusCode(422)
                .body("type", is("/problems/no-service"))
                .body(code("UPS"), is("option_not_offered"))
                .body(code("FedEx"), is("location_id_required"))
                .body(code("USPS"), is("location_id_required"));

        for (String carrier : List.of("ups", "fedex", "usps")) {
            assertThat(sandbox.count(carrier, "quote")).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"YBZA, FedEx", "1437366, USPS"})
    void heldPackageIsQuotedByTheCarrierOfTheLocation(String location, String carrier) {
        quote(quote(carrier)
                        .put(
                                "options",
                                new JsonObject().put("hold_for_pickup", true).put("location_id", location)))
                .statusCode(200)
                .body("carriers.status", contains("answered"));
        quote(quote("USPS")
                        .put(
                                "options",
                                new JsonObject().put("hold_for_pickup", true).put("location_id", "ybza")))
                .statusCode(422)
                .body(code("USPS"), is("location_id_invalid"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/options/signature|{\"signature\": \"maybe\"}",
                "/options/insured_value/amount|{\"insured_value\": {}}",
                "/options/insured_value/amount|{\"insured_value\": {\"amount\": 0}}",
                "/options/insured_value/amount|{\"insured_value\": {\"amount\": 50000.01}}",
                "/options/insured_value/amount|{\"insured_value\": {\"amount\": 1.005}}",
                "/options/insured_value/currency|{\"insured_value\": {\"amount\": 5, \"currency\": \"EUR\"}}",
                "/options/saturday_delivery|{\"saturday_delivery\": \"yes\"}",
                "/options/location_id|{\"location_id\": \"YBZA\"}",
                "/options/location_id|{\"hold_for_pickup\": true, \"location_id\": \"a/b\"}",
                "/options/label_size|{\"label_size\": \"a4\"}",
                "/options/label_dpi|{\"label_dpi\": 600}",
                "/options/label_dpi|{\"label_dpi\": 300, \"label_size\": \"letter\"}"
            })
    void invalidOptionIsRefusedBeforeAnyCarrierIsAsked(String pointer, String options) {
        quote(referenceQuote().put("options", new JsonObject(options)))
                .statusCode(400)
                .body("type", is("/problems/invalid-request"))
                .body("errors.pointer", contains(pointer));

        assertThat(sandbox.received("ups")).isEmpty();
    }

    @Test
    void unknownOptionIsIgnoredAndListed() {
        quote(referenceQuote().put("options", new JsonObject().put("signatur", "adult")))
                .statusCode(200)
                .body("ignored_fields", contains("/options/signatur"));
    }

    private static JsonObject quote(String carrier) {
        return referenceQuote()
                .put("carriers", new JsonArray().add(carrier))
                .put("packages", new JsonArray().add(parcel(32, 12, 8, 6)));
    }

    private static Map<String, Object> offer(JsonPath answer, String service) {
        return answer.getMap("quotes.find { it.service_code == '" + service + "' }");
    }

    private static BigDecimal rate(Map<String, Object> quote) {
        return (BigDecimal) requireNonNull(quote.get("rate"));
    }

    private static List<String> descriptions(Map<String, Object> quote) {
        return JsonPath.from(new JsonObject()
                        .put("surcharges", quote.get("surcharges"))
                        .encode())
                .getList("surcharges.description");
    }

    private static String code(String carrier) {
        return "carriers.find { it.carrier == '" + carrier + "' }.code";
    }

    private static String detail(String carrier) {
        return "carriers.find { it.carrier == '" + carrier + "' }.detail";
    }

    private static String nextFriday() {
        return next(DayOfWeek.FRIDAY);
    }

    private static String next(DayOfWeek day) {
        return LocalDate.now(ZoneId.of("America/New_York"))
                .with(TemporalAdjusters.nextOrSame(day))
                .toString();
    }
}
