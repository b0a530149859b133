package com.vantage.shipping.quote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where quotes go: countries, US territories and military addresses. */
@QuarkusTest
class PlacesTest extends ApiTest {

    @Test
    void countryIsUsByDefault() {
        JsonObject request = referenceQuote()
                .put("origin", new JsonObject().put("zip", "10001"))
                .put("destination", new JsonObject().put("zip", "90210").put("country", ""));

        quote(request).statusCode(200).body("carriers.status", everyItem(is("answered")));
    }

    @ParameterizedTest
    @CsvSource({
        "09012, US, military_address",
        "96201, US, military_address",
        "00901, US, customs_required",
        "00901, PR, customs_required",
        "96910, gu, customs_required",
        "96941, FM, customs_required"
    })
    void militaryAddressesAndTerritoriesAreLeftToThePost(String zip, String country, String code) {
        quote(to(new JsonObject().put("zip", zip).put("country", country)))
                .statusCode(200)
                .body("partial", is(false))
                .body("quotes.carrier", everyItem(is("USPS")))
                .body("carriers.findAll { it.carrier != 'USPS' }.status", everyItem(is("declined")))
                .body("carriers.findAll { it.carrier != 'USPS' }.code", everyItem(is(code)));

        assertThat(sandbox.count("ups", "quote")).isZero();
        assertThat(sandbox.count("fedex", "quote")).isZero();
        assertThat(sandbox.received("usps", "quote").getFirst().getString("body"))
                .contains("\"destinationZIPCode\":\"" + zip + "\"");
    }

    @Test
    void carriersThatNeedTheContentsAreLeftOutWithoutThem() {
        quote(to(new JsonObject().put("zip", "M5V 3L9").put("country", "CA")))
                .statusCode(200)
                .body("quotes.carrier", everyItem(is("USPS")))
                .body("carriers.findAll { it.carrier != 'USPS' }.code", everyItem(is("customs_required")));

        assertThat(sandbox.count("ups", "quote")).isZero();
        assertThat(sandbox.count("fedex", "quote")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "CA, M5V 3L9, Standard, International Ground, First-Class Package International",
        "GB, SW1A 1AA, Worldwide Saver, International Priority, Priority Mail International",
        "HK, '', Worldwide Expedited, International Economy, Priority Mail Express International"
    })
    void everyCarrierQuotesAbroad(String country, String zip, String ups, String fedex, String usps) {
        JsonPath answer = quote(international(country, zip))
                .statusCode(200)
                .body("partial", is(false))
                .body("carriers.status", everyItem(is("answered")))
                .body("quotes.service", hasItems(ups, fedex, usps))
                .body("quotes.currency", everyItem(is("USD")))
                .extract()
                .jsonPath();

        assertThat(answer.<Object>getList("quotes.findAll { it.carrier == 'USPS' }.delivery_date"))
                .containsOnlyNulls();
        assertThat(answer.<Object>getList("quotes.findAll { it.carrier == 'UPS' }.duties_taxes"))
                .containsOnlyNulls();
        assertThat(answer.<Number>getList("quotes.findAll { it.carrier != 'UPS' }.duties_taxes"))
                .allSatisfy(amount -> assertThat(amount.doubleValue()).isPositive());
    }

    @Test
    void puertoRicoIsQuotedByAllWithTheContents() {
        quote(international("PR", "00901"))
                .statusCode(200)
                .body("carriers.status", everyItem(is("answered")))
                .body("quotes.service", hasItems("Ground", "International Priority", "Ground Advantage"));
    }

    @Test
    void countryWithoutPostIsDeclinedByUspsOnly() {
        quote(international("SY", ""))
                .statusCode(200)
                .body("carriers.find { it.carrier == 'USPS' }.status", is("declined"))
                .body("carriers.find { it.carrier == 'USPS' }.code", is("030013"));
    }

    @Test
    void internationalQuoteIsSoldWithItsCustoms() {
        String quoteId = quote(international("CA", "M5V 3L9"))
                .statusCode(200)
                .extract()
                .path("quotes.find { it.carrier == 'FedEx' }.quote_id");
        JsonObject order = purchase("", "").put("quote_id", quoteId);
        order.remove("packages");
        order.getJsonObject("destination")
                .put("city", "Toronto")
                .put("state", "ON")
                .put("zip", "M5V3L9")
                .put("country", "CA")
                .put("phone", "+1 416 555 0100");

        create(order).statusCode(201).body("customs.items[0].description", is("Cotton T-shirt"));
        create(order.copy().put("customs", customs().put("contents_type", "documents")))
                .statusCode(400)
                .body("errors[0].pointer", is("/customs/contents_type"));

        order.getJsonObject("destination").put("zip", "M5V3L8");
        create(order)
                .statusCode(400)
                .body("errors[0].pointer", is("/destination/zip"))
                .body("errors[0].detail", is("must be the quote's, M5V 3L9, CA"));
        assertThat(sandbox.count("fedex", "buy")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/customs/items | is required | {\"items\": null}",
                "/customs/items | must have 1 to 30 entries | {\"items\": []}",
                "/customs/items/0/description | is required | {\"items\": [{\"quantity\": 1, \"unit_value\": 1}]}",
                "/customs/items/0/quantity | is required | {\"items\": [{\"description\": \"Mug\", \"unit_value\": 1}]}",
                "/customs/items/0/unit_value | is required | {\"items\": [{\"description\": \"Mug\", \"quantity\": 1}]}",
                "/customs/items/0/unit_value | must have at most 2 decimals | {\"items\": [{\"description\": \"Mug\", \"quantity\": 1, \"unit_value\": 0.125}]}",
                "/customs/items/0/hs_code | must have 6 to 14 letters and digits | {\"items\": [{\"description\": \"Mug\", \"quantity\": 1, \"unit_value\": 1, \"hs_code\": \"69.12\"}]}",
                "/customs/items/0/origin_country | must be an ISO 3166 alpha-2 code such as \"US\", not \"ZZ\" | {\"items\": [{\"description\": \"Mug\", \"quantity\": 1, \"unit_value\": 1, \"origin_country\": \"zz\"}]}",
                "/customs/items | must have one currency; found USD and EUR | {\"items\": [{\"description\": \"Mug\", \"quantity\": 1, \"unit_value\": 1}, {\"description\": \"Mug\", \"quantity\": 1, \"unit_value\": 1, \"currency\": \"EUR\"}]}",
                "/customs/contents_type | must be one of merchandise, gift, documents, sample, return | {\"contents_type\": \"gold\", \"items\": [{\"description\": \"Mug\", \"quantity\": 1, \"unit_value\": 1}]}"
            })
    void errorSaysWhatCustomsNeed(String pointer, String expected, String customs) {
        quote(international("CA", "M5V 3L9").put("customs", new JsonObject(customs)))
                .statusCode(400)
                .body("errors.pointer", contains(pointer))
                .body("errors.detail", contains(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/destination/zip | is required | {\"country\": \"US\"}",
                "/destination/zip | is required | {\"country\": \"CA\", \"city\": \"Toronto\"}",
                "/destination/zip | must be a postal code of CA such as A1A 1A1 | {\"country\": \"ca\", \"zip\": \"90210\"}",
                "/destination/zip | must have 2 to 11 letters, digits, blanks and dashes | {\"country\": \"HK\", \"zip\": \"?\"}",
                "/destination/city | is required without zip | {\"country\": \"HK\"}",
                "/destination/zip | must be a ZIP code of PR | {\"country\": \"PR\", \"zip\": \"10001\"}",
                "/destination/zip | is required | {\"country\": \"PR\"}",
                "/destination/state | must be \"PR\", as the country, or be omitted | {\"country\": \"PR\", \"zip\": \"00901\", \"state\": \"SJ\"}",
                "/destination/country | must be an ISO 3166 alpha-2 code such as \"US\", not \"${1+1}\" | {\"country\": \"${1+1}\", \"zip\": \"1\"}"
            })
    void errorSaysWhatTheCountryNeeds(String pointer, String expected, String destination) {
        quote(to(new JsonObject(destination)))
                .statusCode(400)
                .body("errors.pointer", contains(pointer))
                .body("errors.detail", contains(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CA", "mx"})
    void originAbroadIsRefused(String country) {
        JsonObject place = new JsonObject().put("zip", country.equals("CA") ? "M5V 3L9" : "01000");

        quote(referenceQuote().put("origin", place.put("country", country)))
                .statusCode(400)
                .body("errors.pointer", contains("/origin/country"));
    }

    private static JsonObject international(String country, String zip) {
        return to(new JsonObject().put("zip", zip).put("country", country).put("city", "Central"))
                .put("packages", new JsonArray().add(parcel(32, 12, 8, 6)))
                .put("customs", customs());
    }

    private static JsonObject to(JsonObject destination) {
        return referenceQuote().put("destination", destination);
    }
}
