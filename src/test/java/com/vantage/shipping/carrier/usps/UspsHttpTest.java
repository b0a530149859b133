package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.hamcrest.Matchers.equalTo;

import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.PreparedCall;
import com.vantage.shipping.carrier.ShipDateRules;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.CancellationResult;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseReference;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import com.vantage.shipping.model.Weight;
import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the adapter over HTTP against the simulated USPS. */
@QuarkusTest
class UspsHttpTest extends ApiTest {
    private static final Parcel PARCEL = new Parcel(Weight.ofOunces(40), Dimensions.ofInches(10, 8, 6));

    private final UspsCarrier usps;

    @Inject
    UspsHttpTest(@RestClient UspsApi api, UspsLabelClient labels, UspsConfig account, Clock clock) {
        this.usps = new UspsCarrier(api, labels, account, clock);
    }

    @AfterEach
    void resetReplies() {
        RestAssured.delete(deskUrl() + "/shapes").then().statusCode(200);
    }

    @Test
    void purchaseIsFoundAndCancelledOnce() {
        PurchaseOrder order = order();
        assertThat(value(usps.find(order))).isEmpty();
        PurchaseResult bought = value(usps.buy(order));

        FoundPurchase found = value(usps.find(order)).getFirst();
        assertThat(found.carrierShipmentId()).isEqualTo(bought.carrierShipmentId());
        assertThat(found.labels()).hasSize(2);
        assertThat(found.charge()).isEqualTo(bought.charge());

        CancellationRequest cancellation = new CancellationRequest(found.carrierShipmentId(), found.trackingNumbers());
        assertThat(value(usps.cancel(cancellation))).isEqualTo(new CancellationResult(false));
        assertThat(value(usps.cancel(cancellation))).isEqualTo(new CancellationResult(false));
        assertThat(value(usps.find(order))).isEmpty();
        assertThat(sandbox.sold(order.reference().value())).hasSize(2);
    }

    @Test
    void unknownNumberIsNotFound() {
        TrackingNumber nobodys = new TrackingNumber("9400100000000010000000");

        assertThat(answer(usps.cancel(new CancellationRequest(nobodys.value(), List.of(nobodys)))))
                .isEqualTo(new Declined<>(Refusal.NOT_FOUND, "160185", "Order not found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart-labels", "multipart-reprints", "code-nowhere", "numbers-in-token"})
    void labelsAreReprintedInEveryFormat(String shape) {
        bend(shape);

        purchaseIsFoundAndCancelledOnce();
    }

    @Test
    void feesAreAddedToPostage() {
        PurchaseOrder order = order();
        BigDecimal plain = cheapest(value(usps.quote(UspsShippingMapper.asRateRequest(order))));
        bend("postage-beside-fees");

        PurchaseResult bought = value(usps.buy(order));

        assertThat(bought.charge()).isEqualTo(new Money(plain.add(new BigDecimal("36")), "USD"));
    }

    @Test
    void disputedRefundIsPending() {
        PurchaseResult bought = value(usps.buy(order()));
        bend("disputed-cancel");

        assertThat(value(usps.cancel(
                        new CancellationRequest(bought.carrierShipmentId(), List.of(bought.trackingNumber())))))
                .isEqualTo(new CancellationResult(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"total-price", "no-totals", "dimensional", "days-with-dash", "schedule-date-only"})
    void ratesAreTheSameInEveryFormat(String shape) {
        List<Rate> plain = value(usps.quote(UspsShippingMapper.asRateRequest(order())));
        bend(shape);

        assertThat(value(usps.quote(UspsShippingMapper.asRateRequest(order()))))
                .usingRecursiveComparison()
                .ignoringFields("terms")
                .isEqualTo(plain);
    }

    @Test
    void classWithFlatRatesOnlyIsOmitted() {
        bend("only-flat-rates");

        assertThat(value(usps.quote(UspsShippingMapper.asRateRequest(order()))))
                .extracting(rate -> rate.service().code())
                .containsExactly("USPS_GROUND_ADVANTAGE", "PRIORITY_MAIL_EXPRESS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-category",
                "category-spelling",
                "services-as-array",
                "minutes-offset",
                "false-zulu",
                "html-texts"
            })
    void newLabelIsPreTransitInEveryFormat(String shape) {
        PurchaseResult bought = value(usps.buy(order()));
        bend(shape);

        Tracking tracking = value(usps.track(List.of(bought.trackingNumber()))).getFirst();

        assertThat(tracking.status()).isEqualTo(TrackingStatus.PRE_TRANSIT);
        assertThat(tracking.events().getFirst().text()).startsWith("Shipping Label Created, USPS");
        assertThat(tracking.events().getFirst().text()).doesNotContain("<", "&");
    }

    @Test
    void unscannedLabelIsNotFoundYet() {
        PurchaseResult bought = value(usps.buy(order()));
        bend("no-scan-yet");
        bend("html-errors");

        assertThat(answer(usps.track(List.of(bought.trackingNumber()))))
                .hasFieldOrPropertyWithValue("refusal", Refusal.NOT_FOUND)
                .hasFieldOrPropertyWithValue("code", "150001");
    }

    @Test
    void longStreetIsSentInFull() {
        create(bound("12345 North Martin Luther King Junior Boulevard Apartment 1207", "Beverly Hills"))
                .statusCode(201);

        JsonObject sent =
                new JsonObject(sandbox.received("usps", "buy").getLast().getString("body"));
        assertThat(sent.getJsonObject("toAddress").getMap())
                .contains(
                        entry("streetAddress", "12345 North Martin Luther King Junior Boulevard"),
                        entry("secondaryAddress", "Apartment 1207"));
    }

    @Test
    void tooLongAddressIsRefusedWithoutACall() {
        create(bound("9 Elm Dr", "Llanfairpwllgwyngyllgogerychwyrn"))
                .statusCode(422)
                .body("detail", equalTo("/destination/city has 32 characters; USPS prints at most 28"));

        assertThat(sandbox.received("usps")).isEmpty();
    }

    private static JsonObject bound(String street, String city) {
        return purchase("USPS", "PRIORITY_MAIL").put("destination", address("Jane Doe", street, city, "CA", "90210"));
    }

    private static String deskUrl() {
        return ConfigProvider.getConfig().getValue("sandbox.desk", String.class);
    }

    private void bend(String shape) {
        RestAssured.put(deskUrl() + "/shapes/usps/" + shape).then().statusCode(200);
        sandbox.revokeTokens();
    }

    private static BigDecimal cheapest(List<Rate> rates) {
        return rates.getFirst().total().amount();
    }

    private static <T> T value(PreparedCall<T> asked) {
        Answer<T> answer = answer(asked);
        assertThat(answer).isInstanceOf(Answered.class);
        return ((Answered<T>) answer).value();
    }

    private static <T> Answer<T> answer(PreparedCall<T> asked) {
        return asked.send().await().indefinitely();
    }

    private static PurchaseOrder order() {
        Address somebody = new Address(
                "Jane Doe", null, null, null, "9 Elm Dr", null, "Tampa", "FL", new RateAddress("33601", "US", true));
        String reference = "T-" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        return new PurchaseOrder(
                new PurchaseReference(reference),
                "USPS_GROUND_ADVANTAGE",
                null,
                somebody,
                somebody,
                List.of(PARCEL, PARCEL),
                new ShipDateRules(Clock.systemUTC()).today(somebody.location()),
                LabelFormat.PDF);
    }
}
