package com.vantage.shipping.carrier.ups;

import static com.vantage.shipping.carrier.SampleRequests.adultInsuredSaturday;
import static com.vantage.shipping.carrier.SampleRequests.heldAt;
import static com.vantage.shipping.carrier.SampleRequests.labelDpi;
import static com.vantage.shipping.carrier.SampleRequests.options;
import static com.vantage.shipping.carrier.SampleRequests.withOptions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.SampleRequests;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.ShippingOptions;
import com.vantage.shipping.model.ShippingOptions.Signature;
import com.vantage.shipping.model.Surcharge;
import java.time.LocalDate;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpsOptionsTest {
    private static final LocalDate FRIDAY = LocalDate.of(2026, 12, 4);
    private static final RateRequest RATES = SampleRequests.rates(FRIDAY, SampleRequests.parcel());

    @Test
    void ratesOfSaturdaysAreAskedForWithOptionsOfEachPackage() {
        JsonNode shipment = rates(adultInsuredSaturday());

        assertThat(shipment.path("ShipmentServiceOptions")).hasToString("{\"AvailableServicesOption\":\"1\"}");
        assertThat(shipment.path("Package").path(0).path("PackageServiceOptions"))
                .hasToString("{\"DeliveryConfirmation\":{\"DCISType\":\"3\"},"
                        + "\"DeclaredValue\":{\"CurrencyCode\":\"USD\",\"MonetaryValue\":\"250.00\"}}");
    }

    @Test
    void labelIsBoughtWithOptions() {
        JsonNode shipment = sent(order("01", adultInsuredSaturday()));

        assertThat(shipment.path("ShipmentServiceOptions")).hasToString("{\"SaturdayDeliveryIndicator\":\"\"}");
        assertThat(shipment.path("Package").path(0).path("PackageServiceOptions"))
                .hasToString("{\"DeliveryConfirmation\":{\"DCISType\":\"3\"},"
                        + "\"DeclaredValue\":{\"CurrencyCode\":\"USD\",\"MonetaryValue\":\"250.00\"}}");
        assertThat(sent(order("03", options(Signature.STANDARD, null, false)))
                        .findPath("DCISType")
                        .asText())
                .isEqualTo("2");
    }

    @Test
    void shipmentAbroadIsSignedForAsAWhole() {
        PurchaseOrder abroad = withOptions(
                SampleRequests.internationalOrder("65", LabelFormat.PDF, FRIDAY),
                options(Signature.ADULT, "10", false));

        JsonNode shipment = sent(abroad);

        assertThat(shipment.path("ShipmentServiceOptions").path("DeliveryConfirmation"))
                .hasToString("{\"DCISType\":\"2\"}");
        assertThat(shipment.path("ShipmentServiceOptions").has("InternationalForms"))
                .isTrue();
        assertThat(shipment.path("Package").path(0).path("PackageServiceOptions"))
                .hasToString("{\"DeclaredValue\":{\"CurrencyCode\":\"USD\",\"MonetaryValue\":\"10.00\"}}");
    }

    @Test
    void withoutOptionsNothingIsStated() {
        assertThat(rates(ShippingOptions.NONE).has("ShipmentServiceOptions")).isFalse();
        assertThat(rates(ShippingOptions.NONE).findPath("PackageServiceOptions").isMissingNode())
                .isTrue();
        assertThat(sent(order("03", ShippingOptions.NONE)).has("ShipmentServiceOptions"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rates-saturday-first", "rates-saturday-last"})
    void onlySaturdayIsQuotedIfAskedFor(String situation) {
        assertThat(quoted(situation, options(Signature.NONE, null, true)))
                .extracting(rate -> rate.service().code(), Rate::total, Rate::surcharges)
                .containsExactly(tuple(
                        "01",
                        Money.usd("74.45"),
                        List.of(new Surcharge(
                                "300", "Saturday delivery", Money.usd("16.00").amount()))));
    }

    @Test
    void serviceWithoutSaturdayDeliveryIsLeftOut() {
        assertThat(declined(() -> quoted("rates-saturday-alone", options(Signature.NONE, null, true))))
                .isEqualTo("option_not_offered");
        assertThat(declined(() -> quoted("rates-all-services", options(Signature.NONE, null, true))))
                .isEqualTo("option_not_offered");
        assertThat(declined(() -> sent(order("03", options(Signature.NONE, null, true)))))
                .isEqualTo("option_not_offered");
    }

    @Test
    void holdForPickupAndHighResolutionAreNotOffered() {
        assertThat(declined(() -> rates(heldAt("YBZA")))).isEqualTo("option_not_offered");
        assertThat(declined(() -> rates(labelDpi(300)))).isEqualTo("option_not_offered");
        assertThat(declined(() -> sent(order("03", labelDpi(300))))).isEqualTo("option_not_offered");
        assertThat(sent(order("03", labelDpi(203))).has("Package")).isTrue();
    }

    @Test
    void surchargesOfTheSaleAreThoseOfThePriceCharged() {
        PurchaseOrder order = SampleRequests.order("01", LabelFormat.PDF, FRIDAY, SampleRequests.parcel());

        assertThat(UpsShippingMapper.toPurchaseResult(
                                Recorded.reply("sold-with-options", UpsShippingMapper.Response.class), order)
                        .surcharges())
                .extracting(Surcharge::code, Surcharge::description, charge -> charge.amount()
                        .toPlainString())
                .containsExactly(
                        tuple("375", "Fuel surcharge", "4.10"),
                        tuple("300", "Saturday delivery", "16.00"),
                        tuple("121", "Signature", "7.70"),
                        tuple("400", "Insurance", "3.90"));
    }

    private static JsonNode rates(ShippingOptions options) {
        return Recorded.JSON
                .<JsonNode>valueToTree(UpsRatingMapper.toRequest(withOptions(RATES, options), "A1B2C3", "q-123"))
                .findPath("Shipment");
    }

    private static List<Rate> quoted(String situation, ShippingOptions options) {
        return UpsRatingMapper.toRates(
                Recorded.reply(situation, UpsRatingMapper.Response.class), withOptions(RATES, options));
    }

    private static PurchaseOrder order(String service, ShippingOptions options) {
        return withOptions(SampleRequests.order(service, LabelFormat.ZPL, FRIDAY, SampleRequests.parcel()), options);
    }

    private static JsonNode sent(PurchaseOrder order) {
        return Recorded.JSON
                .<JsonNode>valueToTree(UpsShippingMapper.toRequest(order, "A1B2C3", "q-123"))
                .findPath("Shipment");
    }

    private static String declined(ThrowingCallable call) {
        return catchThrowableOfType(CarrierDeclinedException.class, call).code();
    }
}
