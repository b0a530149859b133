package com.vantage.shipping.quote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import com.vantage.shipping.carrier.ShipDateRules;
import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.MovableClock;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ship date from the API to the carrier, with a separate clock for ship dates. */
@QuarkusTest
class ShipDateTest extends ApiTest {
    /** 23:59:30 in New York. */
    private static final Instant MONDAY_NIGHT = Instant.parse("2026-12-01T04:59:30Z");

    private static final String MONDAY = "2026-11-30";
    private static final String TUESDAY = "2026-12-01";

    @Test
    void defaultShipDateOfQuoteIsToday() {
        setClock(MONDAY_NIGHT);

        quote(request(null)).statusCode(200).body("ship_date", is(MONDAY));

        assertThat(sent("quote").getString("shipDateStamp")).isEqualTo(MONDAY);
    }

    @Test
    void defaultShipDateSkipsSunday() {
        setClock(Instant.parse("2026-11-29T17:00:00Z"));

        quote(request(null)).statusCode(200).body("ship_date", is(MONDAY));

        assertThat(sent("quote").getString("shipDateStamp")).isEqualTo(MONDAY);
    }

    @Test
    void todayDependsOnTimeZoneOfOrigin() {
        setClock(Instant.parse("2026-12-01T05:30:00Z"));

        quote(request(MONDAY).put("origin", place("90001"))).statusCode(200).body("ship_date", is(MONDAY));
        quote(request(MONDAY))
                .statusCode(400)
                .body("errors[0].pointer", is("/ship_date"))
                .body("errors[0].detail", is("must be a date from 2026-12-01 (today at the origin) to 2027-01-30"));

        assertThat(sent("quote").getString("shipDateStamp")).isEqualTo(MONDAY);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-01T04:59:30Z, , 2026-12-01",
        "2026-12-01T04:59:30Z, 2026-11-30, 2026-12-01", // explicit date
        "2026-11-29T04:59:30Z, , 2026-11-30", // Saturday night
        "2026-11-26T04:59:30Z, , 2026-11-27", // the night before Thanksgiving
        "2027-01-01T04:59:30Z, , 2027-01-02" // New Year's Eve
    })
    void quoteFromBeforeMidnightIsBoughtForNextDay(Instant night, @Nullable String quoted, String bought) {
        MovableClock clock = setClock(night);
        ValidatableResponse quotes = quote(request(quoted));

        clock.advance(Duration.ofSeconds(40));

        create(purchase(quotes))
                .statusCode(201)
                .body("quoted_rate", notNullValue())
                .body("rate", notNullValue());
        assertThat(sent("buy").getString("shipDatestamp")).isEqualTo(bought);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-30, 2026-11-30", "2026-12-04, 2026-12-04", "2026-12-06, 2026-12-06"})
    void quoteIsBoughtForItsShipDate(String quoted, String bought) {
        setClock(MONDAY_NIGHT);

        create(purchase(quote(request(quoted)))).statusCode(201);

        assertThat(sent("buy").getString("shipDatestamp")).isEqualTo(bought);
    }

    @Test
    void defaultShipDateOfPurchaseIsNextPossibleDay() {
        setClock(Instant.parse("2026-11-29T17:00:00Z"));

        create(purchase("FedEx", "FEDEX_2_DAY")).statusCode(201);

        assertThat(sent("buy").getString("shipDatestamp")).isEqualTo(MONDAY);
    }

    @Test
    void pastShipDateIsRejected() {
        MovableClock clock = setClock(MONDAY_NIGHT);
        ValidatableResponse quotes = quote(request(null));

        clock.advance(Duration.ofSeconds(40));

        create(purchase(quotes).put("ship_date", MONDAY)).statusCode(400).body("errors[0].pointer", is("/ship_date"));
        assertThat(sandbox.count("fedex", "buy")).isZero();
        create(purchase(quotes).put("ship_date", TUESDAY)).statusCode(201);
    }

    private static MovableClock setClock(Instant now) {
        MovableClock clock = new MovableClock(now);
        QuarkusMock.installMockForType(new ShipDateRules(clock), ShipDateRules.class);
        return clock;
    }

    private static JsonObject request(@Nullable String shipDate) {
        return referenceQuote()
                .put("carriers", new JsonArray().add("fedex"))
                .put("service_types", new JsonArray().add("express"))
                .put("ship_date", shipDate);
    }

    private static JsonObject purchase(ValidatableResponse quotes) {
        JsonObject order =
                purchase("FedEx", "").put("quote_id", quotes.extract().<String>path("quotes[0].quote_id"));
        order.remove("service_code");
        order.remove("packages");
        return order;
    }

    /** The last request that the carrier received. */
    private JsonObject sent(String operation) {
        return new JsonObject(sandbox.received("fedex", operation).getLast().getString("body"))
                .getJsonObject("requestedShipment");
    }
}
