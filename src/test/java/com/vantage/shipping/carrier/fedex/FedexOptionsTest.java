package com.vantage.shipping.carrier.fedex;

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

class FedexOptionsTest {
    private static final LocalDate FRIDAY = LocalDate.of(2026, 12, 4);
    private static final RateRequest RATES =
            SampleRequests.rates(FRIDAY, SampleRequests.parcel(), SampleRequests.parcel());
    private static final String ADULT =
            "{\"specialServiceTypes\":[\"SIGNATURE_OPTION\"],\"signatureOptionType\":\"ADULT\"}";

    @Test
    void ratesAreAskedForWithOptions() {
        JsonNode body = rates(adultInsuredSaturday());

        assertThat(body.path("rateRequestControlParameters")
                        .path("variableOptions")
                        .asText())
                .isEqualTo("SATURDAY_DELIVERY");
        JsonNode shipment = body.path("requestedShipment");
        assertThat(shipment.path("shipmentSpecialServices"))
                .hasToString("{\"specialServiceTypes\":[\"SATURDAY_DELIVERY\"]}");
        JsonNode piece = shipment.path("requestedPackageLineItems").path(1);
        assertThat(piece.path("packageSpecialServices")).hasToString(ADULT);
        assertThat(piece.path("declaredValue").path("amount").decimalValue()).isEqualByComparingTo("250");
    }

    @Test
    void labelIsBoughtWithOptions() {
        JsonNode shipment = sent(order("PRIORITY_OVERNIGHT", adultInsuredSaturday()));

        assertThat(shipment.path("shipmentSpecialServices"))
                .hasToString("{\"specialServiceTypes\":[\"SATURDAY_DELIVERY\"]}");
        assertThat(shipment.path("totalDeclaredValue").path("amount").decimalValue())
                .isEqualByComparingTo("500");
        JsonNode piece = shipment.path("requestedPackageLineItems").path(1);
        assertThat(piece.path("packageSpecialServices")).hasToString(ADULT);
        assertThat(piece.path("declaredValue").path("currency").asText()).isEqualTo("USD");
        assertThat(sent(order("FEDEX_GROUND", options(Signature.STANDARD, null, false)))
                        .findPath("signatureOptionType")
                        .asText())
                .isEqualTo("DIRECT");
    }

    @Test
    void heldParcelsNeedALocation() {
        String held = "{\"specialServiceTypes\":[\"HOLD_AT_LOCATION\"],"
                + "\"holdAtLocationDetail\":{\"locationId\":\"YBZA\"}}";

        assertThat(rates(heldAt("YBZA")).findPath("shipmentSpecialServices")).hasToString(held);
        assertThat(sent(order("FEDEX_GROUND", heldAt("YBZA"))).path("shipmentSpecialServices"))
                .hasToString(held);
        assertThat(declined(() -> rates(heldAt(null)))).isEqualTo("location_id_required");
        assertThat(declined(() -> sent(order("FEDEX_GROUND", heldAt(null))))).isEqualTo("location_id_required");
    }

    @Test
    void resolutionOfZplIsChosen() {
        assertThat(sent(order("FEDEX_GROUND", labelDpi(300))).path("labelSpecification"))
                .hasToString("{\"imageType\":\"ZPLII\",\"labelStockType\":\"STOCK_4X6\",\"resolution\":300}");
    }

    @Test
    void withoutOptionsNothingIsStated() {
        JsonNode shipment = rates(ShippingOptions.NONE).path("requestedShipment");

        assertThat(shipment.has("shipmentSpecialServices")).isFalse();
        assertThat(shipment.path("requestedPackageLineItems").path(0).has("packageSpecialServices"))
                .isFalse();
        assertThat(sent(order("FEDEX_GROUND", ShippingOptions.NONE)).has("totalDeclaredValue"))
                .isFalse();
    }

    @Test
    void onlySaturdayIsQuotedIfAskedFor() {
        List<Rate> rates = FedexRatingMapper.toRates(
                Recorded.reply("rates-saturday-first", FedexRatingMapper.Response.class),
                withOptions(RATES, options(Signature.NONE, null, true)));

        assertThat(rates)
                .extracting(rate -> rate.service().code(), Rate::total)
                .containsExactly(
                        tuple("PRIORITY_OVERNIGHT", Money.usd("71.40")),
                        tuple("FIRST_OVERNIGHT", Money.usd("118.20")),
                        tuple("FEDEX_2_DAY", Money.usd("47.30")));
        assertThat(rates.get(1).surcharges()).extracting(Surcharge::description).containsExactly("Saturday delivery");
    }

    @Test
    void withoutSaturdayDeliveryFromThatDayItIsDeclined() {
        assertThat(declined(() -> FedexRatingMapper.toRates(
                        new FedexRatingMapper.Response(new FedexRatingMapper.Output(List.of(), null), null),
                        withOptions(RATES, options(Signature.NONE, null, true)))))
                .isEqualTo("option_not_offered");
        assertThat(declined(() -> sent(order("FEDEX_GROUND", options(Signature.NONE, null, true)))))
                .isEqualTo("option_not_offered");
    }

    @Test
    void abroadOnlyGroundToCanadaIsSignedFor() {
        assertThat(sent(abroad("FEDEX_GROUND", options(Signature.STANDARD, null, false)))
                        .findPath("signatureOptionType")
                        .asText())
                .isEqualTo("DIRECT");
        assertThat(declined(() -> sent(abroad("FEDEX_GROUND", options(Signature.ADULT, null, false)))))
                .isEqualTo("option_not_offered");
        assertThat(declined(() -> sent(abroad("INTERNATIONAL_ECONOMY", options(Signature.STANDARD, null, false)))))
                .isEqualTo("option_not_offered");
    }

    @Test
    void parcelsAreInsuredUpToTheValueOfTheirContents() {
        assertThat(sent(abroad("INTERNATIONAL_ECONOMY", options(Signature.NONE, "1", false)))
                        .has("totalDeclaredValue"))
                .isTrue();
        assertThat(declined(() -> sent(abroad("INTERNATIONAL_ECONOMY", options(Signature.NONE, "9999", false)))))
                .isEqualTo("insured_value_too_high");
    }

    private static JsonNode rates(ShippingOptions options) {
        return Recorded.JSON.valueToTree(FedexRatingMapper.toRequest(withOptions(RATES, options), "740561073"));
    }

    private static PurchaseOrder order(String service, ShippingOptions options) {
        return withOptions(
                SampleRequests.order(
                        service, LabelFormat.ZPL, FRIDAY, SampleRequests.parcel(), SampleRequests.parcel()),
                options);
    }

    private static PurchaseOrder abroad(String service, ShippingOptions options) {
        return withOptions(SampleRequests.internationalOrder(service, LabelFormat.PDF, FRIDAY), options);
    }

    private static JsonNode sent(PurchaseOrder order) {
        return Recorded.JSON
                .<JsonNode>valueToTree(FedexShippingMapper.toRequest(order, "740561073"))
                .path("requestedShipment");
    }

    private static String declined(ThrowingCallable call) {
        return catchThrowableOfType(CarrierDeclinedException.class, call).code();
    }
}
