package com.vantage.shipping.quote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
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
        "00901, US, international",
        "00901, PR, international",
        "96910, gu, international",
        "96941, FM, international"
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
    void foreignDestinationIsDeclinedWithoutACall() {
        quote(to(new JsonObject().put("zip", "M5V 3L9").put("country", "CA")))
                .statusCode(422)
                .body("type", is("/problems/no-service"))
                .body("carriers.code", contains("international", "international", "COUNTRY"));

        assertThat(sandbox.count("usps", "quote")).isZero();
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

    private static JsonObject to(JsonObject destination) {
        return referenceQuote().put("destination", destination);
    }
}
