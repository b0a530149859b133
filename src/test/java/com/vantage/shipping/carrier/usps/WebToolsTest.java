package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.ShipDateRules;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseReference;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingEvent;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import com.vantage.shipping.model.Weight;
import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the service with USPS's Web Tools, with only that setting changed. */
@QuarkusTest
@TestProfile(WebToolsTest.ByWebTools.class)
class WebToolsTest extends ApiTest {
    private static final String USPS = "carriers.find { it.carrier == 'USPS' }.";
    private static final String PRIORITY = "quotes.find { it.service == 'Priority Mail' }.";

    @Inject
    Carriers carriers;

    @Inject
    @RestClient
    UspsApi v3;

    @Inject
    UspsLabelClient labels;

    @Inject
    UspsConfig account;

    @Inject
    Clock clock;

    public static final class ByWebTools implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("shipping.carriers.usps.api", "webtools");
        }
    }

    @AfterEach
    void resetReplies() {
        sandbox.restoreReplies();
    }

    @Test
    void healthReportsApiAndNoToken() {
        as("shipping:ops")
                .get("/api/v2/carriers/health")
                .then()
                .statusCode(200)
                .body("carriers.find { it.carrier == 'USPS' }.api_version", is("Web Tools v5"))
                .body("carriers.find { it.carrier == 'USPS' }.auth", nullValue());
    }

    @Test
    void quoteUsesWebToolsOnly() {
        quote(referenceQuote())
                .statusCode(200)
                .body("partial", is(false))
                .body("quotes.carrier", hasItems("UPS", "FedEx", "USPS"))
                .body(
                        "quotes.findAll { it.carrier == 'USPS' }.service",
                        hasItems("Ground Advantage", "Priority Mail", "Priority Mail Express"))
                .body("quotes.findAll { it.carrier == 'USPS' }.currency", everyItem(is("USD")))
                .body(PRIORITY + "service_code", is("1"))
                .body(PRIORITY + "transit_days", is(3))
                .body(PRIORITY + "delivery_date", notNullValue());

        assertThat(sandbox.received("usps")).singleElement().satisfies(request -> {
            assertThat(request.getString("operation")).isEqualTo("quote");
            assertThat(request.getString("path")).isEqualTo("/ShippingAPI.dll");
            assertThat(URLDecoder.decode(request.getString("query"), StandardCharsets.UTF_8))
                    .startsWith("API=RateV4&XML=<RateV4Request USERID=\"sandbox-usps\"")
                    .contains("<Package ID=\"0\">", "<Package ID=\"1\">");
        });
    }

    @Test
    void hangingUspsIsTimedOut() {
        sandbox.injectFault("usps", "quote", "hang");

        quote(referenceQuote().put("deadline_ms", 1000))
                .statusCode(200)
                .body("quotes.carrier", hasItems("UPS", "FedEx"))
                .body("quotes.carrier", not(hasItems("USPS")))
                .body(USPS + "code", is("timed_out"));
    }

    /** Web Tools had no 429 but sent an outage page for too many requests. */
    @ParameterizedTest
    @CsvSource({"throttle&seconds=7, broken, 3", "break, broken, 3", "reset, unreachable, 3", "garble, unreadable, 1"})
    void failureHasItsCode(String fault, String code, int asked) {
        sandbox.injectFault("usps", "quote", fault);

        quote(referenceQuote())
                .statusCode(200)
                .body(USPS + "status", is("failed"))
                .body(USPS + "code", is(code));

        assertThat(sandbox.count("usps", "quote")).isEqualTo(asked);
    }

    @Test
    void htmlPageIsUnreadable() {
        assertBent("webtools-html-page", USPS + "code", null, "unreadable");
    }

    @Test
    void zeroRetailPriceIsNotQuoted() {
        assertBent("webtools-zero-rate", PRIORITY + "service_code", "1", null);
    }

    @Test
    void emptyCommitmentsAreIgnored() {
        assertBent("webtools-empty-commitments", PRIORITY + "transit_days", 3, null);
    }

    /** Ground takes six days without weekends here; USPS's days exclude Sundays only. */
    @Test
    void dayRangesAreCountedToTheDate() {
        String ground = "quotes.find { it.service == 'Ground Advantage' }.";
        quote(referenceQuote()).body(ground + "transit_days", is(6));

        sandbox.varyReplies("usps", "webtools-varies");

        ValidatableResponse answer = quote(referenceQuote());
        LocalDate shipped = LocalDate.parse(answer.extract().<String>path("ship_date"));
        LocalDate delivery = LocalDate.parse(answer.extract().<String>path(ground + "delivery_date"));
        answer.body(ground + "transit_days", is(daysOfMail(shipped, delivery)))
                .body(ground + "transit_days", greaterThan(6));
    }

    private static int daysOfMail(LocalDate shipped, LocalDate delivery) {
        return (int) shipped.plusDays(1)
                .datesUntil(delivery.plusDays(1))
                .filter(day -> day.getDayOfWeek() != DayOfWeek.SUNDAY)
                .count();
    }

    @Test
    void errorOfOnePackageDeclinesAll() {
        assertBent("webtools-error-in-package", USPS + "code", null, "-2147219428");
    }

    @Test
    void invalidZipIsDeclinedWithMessage() {
        JsonObject request = referenceQuote().put("destination", place("00001"));

        quote(request).body(USPS + "status", is("declined")).body(USPS + "code", is("-2147219497"));
    }

    @Test
    void labelCannotBeBought() {
        create(purchase("USPS", "1"))
                .statusCode(422)
                .body("type", is("/problems/carrier-declined"))
                .body(
                        "detail",
                        equalTo("USPS Web Tools has sold no labels since 2024-07-14;"
                                + " use shipping.carriers.usps.api=v3"));

        assertThat(sandbox.received("usps")).isEmpty();
    }

    @Test
    void existingLabelIsTracked() {
        TrackingNumber number = boughtByV3();

        Tracking tracking = tracked(number);

        assertThat(tracking.status()).isEqualTo(TrackingStatus.PRE_TRANSIT);
        assertThat(tracking.estimatedDelivery()).isNotNull();
        assertThat(tracking.events()).singleElement().satisfies(event -> {
            assertThat(event.place()).isEqualTo("TAMPA, FL");
            assertThat(event.at().zoneKnown()).isFalse();
        });
        assertThat(sandbox.received("usps", "track"))
                .singleElement()
                .satisfies(request -> assertThat(request.getString("query")).startsWith("API=TrackV2&XML="));
    }

    @Test
    void incompleteEventsAreKept() {
        TrackingNumber number = boughtByV3();

        sandbox.varyReplies("usps", "webtools-no-event-city");
        assertThat(tracked(number).events()).extracting(TrackingEvent::place).containsExactly("FL");
        sandbox.varyReplies("usps", "webtools-empty-event-time");
        assertThat(tracked(number).events()).singleElement().matches(event -> event.at()
                .dateOnly());
        assertThat(tracked(number).status()).isEqualTo(TrackingStatus.PRE_TRANSIT);
    }

    @Test
    void unknownNumberIsNotFound() {
        assertThat(track(new TrackingNumber("9400100000000000009999")))
                .isInstanceOfSatisfying(
                        Declined.class, no -> assertThat(no.refusal()).isEqualTo(Refusal.NOT_FOUND));
    }

    private void assertBent(String shape, String path, @Nullable Object asUsual, @Nullable Object bent) {
        expect(quote(referenceQuote()), path, asUsual);

        sandbox.varyReplies("usps", shape);

        expect(quote(referenceQuote()), path, bent);
    }

    private static void expect(ValidatableResponse answer, String path, @Nullable Object value) {
        answer.body(path, value == null ? nullValue() : is(value));
    }

    private Tracking tracked(TrackingNumber number) {
        return ((Answered<Tracking>) track(number)).value();
    }

    private Outcome<Tracking> track(TrackingNumber number) {
        return carriers.find(new CarrierCode("usps"))
                .orElseThrow()
                .track(List.of(number))
                .map(outcome -> outcome.map(List::getFirst))
                .await()
                .indefinitely();
    }

    private TrackingNumber boughtByV3() {
        Address somebody = new Address(
                "Jane Doe", null, null, null, "9 Elm Dr", null, "Tampa", "FL", new RateAddress("33601", "US", true));
        PurchaseOrder order = new PurchaseOrder(
                new PurchaseReference("ORDER-981"),
                "PRIORITY_MAIL",
                null,
                somebody,
                somebody,
                List.of(new Parcel(Weight.ofOunces(40), Dimensions.ofInches(10, 8, 6))),
                new ShipDateRules(clock).today(somebody.location()),
                LabelFormat.ZPL);
        var sold = new UspsCarrier(v3, labels, account, clock)
                .buy(order)
                .send()
                .await()
                .indefinitely();
        return ((Answered<PurchaseResult>) sold).value().trackingNumber();
    }
}
