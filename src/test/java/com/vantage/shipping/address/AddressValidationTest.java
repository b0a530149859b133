package com.vantage.shipping.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.StoreProxyClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /api/v2/addresses/validate} with the simulated carriers. */
@QuarkusTest
class AddressValidationTest extends ApiTest {
    private static final AtomicInteger HOUSES = new AtomicInteger();

    @Test
    void addressAsCarriersWriteItIsValid() {
        validate(elm("Elm Drive"))
                .statusCode(200)
                .body("results", hasSize(1))
                .body("results[0].status", is("valid"))
                .body("results[0].address.city", is("BEVERLY HILLS"))
                .body("results[0].residential", is(true))
                .body("results[0].changes", is(empty()))
                .body("partial", is(false));
    }

    @Test
    void wrongCityIsCorrected() {
        validate(elm("Elm Drive").put("city", "Beverly Hils"))
                .statusCode(200)
                .body("results[0].status", is("corrected"))
                .body("results[0].changes.field", contains("city"))
                .body("results[0].changes.from", contains("Beverly Hils"))
                .body("results[0].changes.to", contains("BEVERLY HILLS"));
    }

    @Test
    void addressWithoutHouseNumberHasCandidates() {
        validate(address("Main Street " + HOUSES.incrementAndGet()))
                .statusCode(200)
                .body("results[0].status", is("ambiguous"))
                .body("results[0].candidates", hasSize(2));
    }

    @Test
    void unknownAddressIsUndeliverable() {
        validate(elm("Nowhere"))
                .statusCode(200)
                .body("results[0].status", is("undeliverable"))
                .body("results[0].residential", is(nullValue()));
    }

    @Test
    void resultsKeepTheOrderOfTheRequest() {
        JsonObject valid = elm("Elm Drive");

        validate(valid, elm("Nowhere"), valid)
                .statusCode(200)
                .body("results.status", contains("valid", "undeliverable", "valid"));
        assertThat(sandbox.count("ups", "validate")).isEqualTo(2);
    }

    @Test
    void smallQuotaIsSparedUnlessOthersLeaveAddressOpen() {
        validate(elm("Elm Drive"), elm("Nowhere")).body("results[0].carriers.carrier", contains("UPS", "FedEx"));

        assertThat(sandbox.count("usps", "validate")).isEqualTo(1);
        assertThat(sandbox.count("fedex", "validate")).isEqualTo(2);
    }

    @Test
    void militaryAddressIsAskedOfUspsOnly() {
        validate(elm("Elm Drive").put("city", "APO").put("state", "AE").put("zip", "09012"))
                .statusCode(200)
                .body("results[0].status", is("valid"))
                .body("results[0].carriers.status", contains("answered", "declined", "declined"))
                .body("partial", is(false));
        assertThat(sandbox.count("ups", "validate")).isZero();
    }

    @Test
    void answersAreCached() {
        JsonObject address = elm("Nowhere");
        validate(address).body("results[0].status", is("undeliverable"));

        validate(address)
                .body("results[0].status", is("undeliverable"))
                .body("results[0].carriers.latency_ms", everyItem(is(0)));

        Stream.of("ups", "fedex", "usps").forEach(carrier -> assertThat(sandbox.count(carrier, "validate"))
                .isEqualTo(1));
    }

    @Test
    void failingCarrierIsLeftOutAndAskedAgain() {
        JsonObject address = elm("Elm Drive");
        sandbox.stubReply("ups", "validate", 403, "application/json", "{}");

        validate(address)
                .body("results[0].status", is("valid"))
                .body("results[0].carriers.status", contains("failed", "answered"))
                .body("partial", is(true));
        sandbox.clearFaults();

        validate(address)
                .body("results[0].carriers.status", contains("answered", "answered"))
                .body("partial", is(false));
        assertThat(sandbox.count("fedex", "validate")).isEqualTo(1);
    }

    @Test
    void withoutAnyCarrierAddressIsUnchecked() {
        Stream.of("ups", "fedex", "usps")
                .forEach(carrier -> sandbox.stubReply(carrier, "validate", 403, "application/json", "{}"));

        validate(elm("Elm Drive"))
                .statusCode(200)
                .body("results[0].status", is("unchecked"))
                .body("results[0].carriers", hasSize(3))
                .body("partial", is(true));
    }

    @Test
    void withoutRedisCarriersAreAsked() {
        stores.cut(StoreProxyClient.REDIS);

        validate(elm("Elm Drive")).statusCode(200).body("results[0].status", is("valid"));
    }

    @Test
    void fiftyAddressesAreAccepted() {
        validate(IntStream.range(0, 50).mapToObj(i -> elm("Elm Drive")).toArray(JsonObject[]::new))
                .statusCode(200)
                .body("results", hasSize(50))
                .body("results.status", everyItem(is("valid")));
    }

    @ParameterizedTest
    @CsvSource({"0", "51"})
    void otherNumbersOfAddressesAreRejected(int number) {
        validate(IntStream.range(0, number).mapToObj(i -> elm("Elm Drive")).toArray(JsonObject[]::new))
                .statusCode(400)
                .body("errors.pointer", contains("/addresses"))
                .body("errors.detail", contains("must have 1 to 50 entries"));
    }

    @Test
    void invalidFieldsHavePointers() {
        validate(elm("Elm Drive"), elm("Elm Drive").put("state", "California").put("zip", "9021"))
                .statusCode(400)
                .body("errors.pointer", contains("/addresses/1/state", "/addresses/1/zip"));
    }

    @Test
    void addressOutsideTheUsIsRejected() {
        validate(elm("King Street")
                        .put("city", "Toronto")
                        .put("state", "ON")
                        .put("zip", "M5V 3L9")
                        .put("country", "CA"))
                .statusCode(400)
                .body("errors.pointer", contains("/addresses/0/country"))
                .body(
                        "errors.detail",
                        contains("must be US or a US territory: addresses in other countries are not validated"));
    }

    @Test
    void territoryMayHaveItsOwnCountryCode() {
        JsonObject address =
                elm("Elm Drive").put("city", "San Juan").put("zip", "00901").put("country", "pr");
        address.remove("state");

        validate(address)
                .statusCode(200)
                .body("results[0].address.country", is("US"))
                .body("results[0].address.state", is("PR"));
    }

    @Test
    void unknownFieldIsRejected() {
        validate(elm("Elm Drive").put("street", "9 Elm Drive"))
                .statusCode(400)
                .body("errors.pointer", contains("/addresses/0/street"));
    }

    @Test
    void quoteScopeIsRequired() {
        as("shipping:ship shipping:track")
                .body(request(elm("Elm Drive")).encode())
                .post("/api/v2/addresses/validate")
                .then()
                .statusCode(403);
    }

    private ValidatableResponse validate(JsonObject... addresses) {
        return as("shipping:quote")
                .body(request(addresses).encode())
                .post("/api/v2/addresses/validate")
                .then();
    }

    private static JsonObject request(JsonObject... addresses) {
        JsonArray list = new JsonArray();
        Stream.of(addresses).forEach(list::add);
        return new JsonObject().put("addresses", list);
    }

    /** A house that is not cached yet. */
    private static JsonObject elm(String street) {
        return address(1_000 + HOUSES.incrementAndGet() + " " + street);
    }

    private static JsonObject address(String street) {
        return postalAddress().put("street1", street);
    }
}
