package com.vantage.shipping.quote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ServicesTest extends ApiTest {
    /** One that every service accepts, and one that only some accept. */
    private static final List<JsonObject> PARCELS = List.of(parcel(10, 8, 6, 4), parcel(1000, 30, 20, 10));

    @Test
    void everyQuotedServiceIsListed() {
        List<Map<String, String>> listed =
                services("").statusCode(200).extract().jsonPath().getList("services");

        assertThat(PARCELS)
                .allSatisfy(parcel -> assertThat(quoted(parcel)).isNotEmpty().allSatisfy(service -> assertThat(listed)
                        .contains(service)));
    }

    @Test
    void everyCarrierIsListedWithoutDuplicates() {
        JsonPath answer = services("").statusCode(200).extract().jsonPath();

        assertThat(answer.<String>getList("services.carrier")).contains("FedEx", "UPS", "USPS");
        assertThat(answer.<Map<String, String>>getList("services")).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FedEx", "fedex", "%20FEDEX%20"})
    void carrierFiltersList(String carrier) {
        JsonPath answer =
                services("?carrier=" + carrier).statusCode(200).extract().jsonPath();

        assertThat(answer.<String>getList("services.carrier")).isNotEmpty().containsOnly("FedEx");
    }

    @ParameterizedTest
    @CsvSource({"DHL, DHL", "U%20P%20S, U P S"})
    void unknownCarrierIsRejectedWithKnownOnes(String carrier, String named) {
        services("?carrier=" + carrier)
                .statusCode(400)
                .header("Cache-Control", is("no-store"))
                .body("type", is("/problems/invalid-request"))
                .body("detail", is("\"" + named + "\" is not a supported carrier; expected FedEx, UPS or USPS"));
    }

    @Test
    void responseIsPrivatelyCacheable() {
        services("").statusCode(200).header("Cache-Control", is("private, max-age=3600"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shipping:quote", "shipping:track", "shipping:ship", "shipping:ops"})
    void anyScopeSuffices(String scope) {
        as(scope).get("/api/v2/services").then().statusCode(200);
    }

    private ValidatableResponse services(String query) {
        return as("shipping:quote")
                .urlEncodingEnabled(false)
                .get("/api/v2/services" + query)
                .then();
    }

    /** The quoted services, in the format of the list. */
    private List<Map<String, String>> quoted(JsonObject parcel) {
        JsonPath answer = quote(referenceQuote().put("packages", new JsonArray().add(parcel)))
                .statusCode(200)
                .extract()
                .jsonPath();
        return answer.<Map<String, Object>>getList("quotes").stream()
                .map(JsonObject::new)
                .map(quote -> Map.of(
                        "carrier", quote.getString("carrier"),
                        "code", quote.getString("service_code"),
                        "name", quote.getString("service"),
                        "class", quote.getString("service_class")))
                .toList();
    }
}
