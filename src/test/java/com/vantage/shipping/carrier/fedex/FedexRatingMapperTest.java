package com.vantage.shipping.carrier.fedex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.SampleRequests;
import com.vantage.shipping.model.ContentsType;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.ServiceClass;
import com.vantage.shipping.model.Surcharge;
import com.vantage.shipping.model.Weight;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FedexRatingMapperTest {
    private static final Parcel BOX = parcel(40, 10, 8, 6);
    private static final CustomsDeclaration CUSTOMS = SampleRequests.customs();

    private record Quoted(List<Rate> all) {
        private Rate get(String service) {
            return all.stream()
                    .filter(rate -> rate.service().code().equals(service))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void requestHasPoundsWholeInchesAndFiveDigitZip() {
        JsonNode body = wire(asking(parcel(40.01, 5.5, 9.01, 4), parcel(0.1, 9, 6, 4)));

        JsonNode shipment = body.path("requestedShipment");
        assertThat(body.path("accountNumber").path("value").asText()).isEqualTo("740561073");
        assertThat(body.path("rateRequestControlParameters")
                        .path("returnTransitTimes")
                        .asBoolean())
                .isTrue();
        assertThat(shipment.path("shipper").toString())
                .isEqualTo(
                        "{\"address\":{\"stateOrProvinceCode\":\"NY\",\"postalCode\":\"10001\",\"countryCode\":\"US\"}}");
        assertThat(shipment.path("recipient").toString())
                .isEqualTo(
                        "{\"address\":{\"stateOrProvinceCode\":\"CA\",\"postalCode\":\"90210\",\"countryCode\":\"US\","
                                + "\"residential\":true}}");
        assertThat(shipment.path("shipDateStamp").asText()).isEqualTo("2026-12-01");
        assertThat(shipment.path("rateRequestType").toString()).isEqualTo("[\"ACCOUNT\",\"LIST\"]");
        assertThat(shipment.path("totalPackageCount").asInt()).isEqualTo(2);
        assertThat(shipment.path("requestedPackageLineItems").path(0).toString())
                .isEqualTo("{\"groupPackageCount\":1,\"weight\":{\"units\":\"LB\",\"value\":2.51},"
                        + "\"dimensions\":{\"length\":10,\"width\":6,\"height\":4,\"units\":\"IN\"}}");
        assertThat(shipment.path("requestedPackageLineItems")
                        .path(1)
                        .path("weight")
                        .path("value")
                        .decimalValue())
                .isEqualByComparingTo("0.01");
    }

    @Test
    void eachAddressHasStateOfItsZip() {
        JsonNode shipment = wire("06320", "06390");

        assertThat(state(shipment.path("shipper"))).isEqualTo("CT");
        assertThat(state(shipment.path("recipient"))).isEqualTo("NY");
    }

    @Test
    void stateOfUnknownZipIsOmitted() {
        JsonNode shipment = wire("90210", "00001");

        assertThat(state(shipment.path("shipper"))).isEqualTo("CA");
        assertThat(shipment.path("recipient").path("address").has("stateOrProvinceCode"))
                .isFalse();
    }

    @Test
    void knownServicesWithPriceAreQuoted() {
        List<Rate> rates = quoted("rates-all-services", BOX);

        assertThat(rates)
                .extracting(rate -> rate.service().code())
                .containsExactly("PRIORITY_OVERNIGHT", "FEDEX_2_DAY", "GROUND_HOME_DELIVERY");
        assertThat(rates)
                .extracting(rate -> rate.service().name())
                .containsExactly("Priority Overnight", "2Day", "Home Delivery");
    }

    @Test
    void rateHasAccountPriceListPriceSurchargesAndDays() {
        Rate home = byService("rates-all-services").get("GROUND_HOME_DELIVERY");

        assertThat(home.total()).isEqualTo(Money.usd("29.51"));
        assertThat(home.list()).isEqualTo(Money.usd("35.10"));
        assertThat(home.surcharges())
                .containsExactly(
                        new Surcharge("FUEL", "Fuel Surcharge", new BigDecimal("4.31")),
                        new Surcharge("RESIDENTIAL_DELIVERY", "Residential Delivery", new BigDecimal("6.45")));
        assertThat(home.transitDays()).isEqualTo(4);
        assertThat(home.deliveryDate()).isEqualTo(LocalDate.of(2026, 12, 7));
    }

    @Test
    void onlyExpressWithMoneyBackIsGuaranteed() {
        Quoted rates = byService("rates-all-services");
        Quoted silent = byService("rates-sparse-dates");

        assertThat(rates.get("PRIORITY_OVERNIGHT").guaranteed()).isTrue();
        assertThat(rates.get("GROUND_HOME_DELIVERY").guaranteed()).isFalse();
        assertThat(silent.get("FEDEX_2_DAY").guaranteed()).isFalse();
    }

    @Test
    void accountPriceInDollarsIsPreferred() {
        Quoted rates = byService("rates-several-currencies");

        assertThat(rates.get("FEDEX_GROUND").total()).isEqualTo(Money.usd("264.26"));
        assertThat(rates.get("FEDEX_EXPRESS_SAVER").total()).isEqualTo(money("51.50", "CAD"));
        assertThat(rates.get("FEDEX_2_DAY").total()).isEqualTo(Money.usd("31.00"));
        assertThat(rates.get("FIRST_OVERNIGHT").total()).isEqualTo(Money.usd("99.00"));
    }

    @Test
    void listPriceInOtherCurrencyIsOmitted() {
        Quoted rates = byService("rates-several-currencies");

        assertThat(rates.get("FEDEX_GROUND").list()).isNull();
        assertThat(rates.get("FEDEX_EXPRESS_SAVER").list()).isEqualTo(money("60.00", "CAD"));
        assertThat(rates.get("FIRST_OVERNIGHT").list()).isEqualTo(Money.usd("120.00"));
    }

    @Test
    void fedexCurrencyCodesAreMappedAndInvalidOnesIgnored() {
        Quoted rates = byService("rates-several-currencies");

        assertThat(rates.get("STANDARD_OVERNIGHT").total()).isEqualTo(money("77.70", "GBP"));
        assertThat(rates.all()).extracting(rate -> rate.service().code()).doesNotContain("PRIORITY_OVERNIGHT");
    }

    @Test
    void transitTimeFallsBackAcrossFields() {
        Quoted rates = byService("rates-sparse-dates");

        assertThat(rates.get("FEDEX_GROUND").transitDays()).isEqualTo(4);
        assertThat(rates.get("FEDEX_GROUND").deliveryDate()).isEqualTo(LocalDate.of(2026, 12, 7));
        assertThat(rates.get("FEDEX_EXPRESS_SAVER").transitDays()).isEqualTo(3);
        assertThat(rates.get("FEDEX_EXPRESS_SAVER").deliveryDate()).isEqualTo(LocalDate.of(2026, 12, 4));
        assertThat(rates.get("FEDEX_2_DAY").transitDays()).isEqualTo(2);
        assertThat(rates.get("STANDARD_OVERNIGHT").transitDays()).isEqualTo(20);
    }

    @Test
    void missingDateIsOmitted() {
        Quoted rates = byService("rates-sparse-dates");

        assertThat(rates.get("FEDEX_2_DAY").deliveryDate()).isNull();
        assertThat(rates.get("FEDEX_2_DAY_AM").deliveryDate()).isNull();
        assertThat(rates.get("FEDEX_2_DAY_AM").transitDays()).isNull();
        assertThat(rates.get("STANDARD_OVERNIGHT").deliveryDate()).isNull();
    }

    @Test
    void taxesAreSurchargesAndPricesAreRoundedToCents() {
        Rate rate = byService("rates-with-taxes").get("FEDEX_2_DAY");

        assertThat(rate.total()).isEqualTo(Money.usd("25.20"));
        assertThat(rate.surcharges())
                .containsExactly(
                        new Surcharge("FUEL", "FUEL", new BigDecimal("2.5")),
                        new Surcharge("HST", "Harmonized tax", new BigDecimal("1.25")));
    }

    @Test
    void noServicesIsAnAnswer() {
        assertThat(quoted("rates-none", BOX)).isEmpty();
    }

    @Test
    void saturdayDeliveryIsNotQuoted() {
        Quoted rates = byService("rates-saturday-first");

        assertThat(rates.get("PRIORITY_OVERNIGHT").total()).isEqualTo(Money.usd("55.40"));
        assertThat(rates.get("STANDARD_OVERNIGHT").total()).isEqualTo(Money.usd("50.10"));
        assertThat(rates.get("FIRST_OVERNIGHT").total()).isEqualTo(Money.usd("102.20"));
        assertThat(rates.get("FEDEX_2_DAY").total()).isEqualTo(Money.usd("31.30"));
        assertThat(rates.get("FEDEX_2_DAY").deliveryDate()).isEqualTo(LocalDate.of(2026, 12, 7));
    }

    @Test
    void regularSaturdayServiceIsQuoted() {
        assertThat(byService("rates-saturday-first").get("GROUND_HOME_DELIVERY").deliveryDate())
                .isEqualTo(LocalDate.of(2026, 12, 5));
    }

    @Test
    void listPriceAloneIsQuoted() {
        Rate ground = byService("rates-list-only").get("FEDEX_GROUND");

        assertThat(ground.total()).isEqualTo(Money.usd("18.25"));
        assertThat(ground.list()).isEqualTo(ground.total());
    }

    @Test
    void listPriceIsReportedEvenIfEqual() {
        assertThat(byService("rates-list-only").get("FEDEX_2_DAY").list()).isEqualTo(Money.usd("44.60"));
    }

    @Test
    void parcelSurchargesAreAddedUnlessOnShipment() {
        Rate ground = byService("rates-package-surcharges").get("FEDEX_GROUND");

        assertThat(ground.total()).isEqualTo(Money.usd("70.00"));
        assertThat(ground.surcharges())
                .containsExactly(
                        new Surcharge("FUEL", "Fuel Surcharge", new BigDecimal("6.75")),
                        new Surcharge("ADDITIONAL_HANDLING", "Additional Handling", new BigDecimal("25.0")),
                        new Surcharge("HST", "Harmonized tax", new BigDecimal("1.1")));
    }

    @Test
    void replyWithoutServicesIsDeclinedWithMessage() {
        assertThatThrownBy(() -> quoted("rates-no-service", BOX))
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessage("No service is offered from this ZIP code.");
        assertThatThrownBy(() -> quoted("rates-failed-services", BOX))
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessage("A rate for this service is not available.");
    }

    @Test
    void replyWithoutOutputIsUnreadable() {
        assertThatThrownBy(() -> FedexRatingMapper.toRates(new FedexRatingMapper.Response(null, null), asking(BOX)))
                .isInstanceOf(NullPointerException.class);
    }

    @Test
    void internationalServicesHaveDutiesAndTaxesApart() {
        List<Rate> rates = FedexRatingMapper.toRates(
                Recorded.reply("rates-international", FedexRatingMapper.Response.class),
                abroad("M5V 3L9", "CA", CUSTOMS));

        assertThat(rates)
                .extracting(
                        rate -> rate.service().name(),
                        rate -> rate.service().serviceClass(),
                        Rate::total,
                        Rate::dutiesTaxes,
                        Rate::transitDays,
                        Rate::deliveryDate)
                .containsExactly(
                        tuple(
                                "International Priority",
                                ServiceClass.OVERNIGHT,
                                Money.usd("84.62"),
                                new BigDecimal("11.75"),
                                2,
                                LocalDate.of(2026, 12, 3)),
                        tuple("International Ground", ServiceClass.GROUND, Money.usd("27.40"), null, null, null));
    }

    @Test
    void internationalServicesAreNotQuotedWithinACountry() {
        assertThat(quoted("rates-international", BOX))
                .extracting(rate -> rate.service().name())
                .containsExactly("Ground");
    }

    @Test
    void contentsAreSentAsCommodities() {
        JsonNode shipment = wire(abroad("M5V 3L9", "CA", CUSTOMS)).path("requestedShipment");

        assertThat(shipment.path("recipient").toString())
                .isEqualTo(
                        "{\"address\":{\"stateOrProvinceCode\":\"ON\",\"postalCode\":\"M5V 3L9\",\"countryCode\":\"CA\","
                                + "\"residential\":true}}");
        assertThat(shipment.path("customsClearanceDetail")
                        .path("commodities")
                        .path(0)
                        .toString())
                .isEqualTo(
                        "{\"description\":\"Cotton T-shirt\",\"quantity\":3,\"quantityUnits\":\"PCS\",\"numberOfPieces\":3,"
                                + "\"weight\":{\"units\":\"LB\",\"value\":1.13},\"unitPrice\":{\"amount\":12.5,\"currency\":\"USD\"},"
                                + "\"customsValue\":{\"amount\":37.5,\"currency\":\"USD\"},\"countryOfManufacture\":\"US\","
                                + "\"harmonizedCode\":\"610910\"}");
        assertThat(shipment.has("documentShipment")).isFalse();
        assertThat(wire(asking(BOX)).path("requestedShipment").has("customsClearanceDetail"))
                .isFalse();
    }

    @Test
    void documentsAreDeclaredAsSuch() {
        CustomsDeclaration documents = new CustomsDeclaration(ContentsType.DOCUMENTS, CUSTOMS.items());

        assertThat(wire(abroad("10117", "DE", documents))
                        .path("requestedShipment")
                        .path("documentShipment")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "H2Y 1C6, CA, PQ, H2Y 1C6",
        "01310-100, BR, '', 01310100",
        "1000-001, PT, '', 1000",
        "00901, US, PR, 00901",
        "96910, US, '', 96910"
    })
    void placesAreWrittenAsFedexKnowsThem(String postalCode, String country, String state, String sent) {
        JsonNode to =
                wire(abroad(postalCode, country, CUSTOMS)).findPath("recipient").path("address");

        assertThat(to.path("stateOrProvinceCode").asText()).isEqualTo(state);
        assertThat(to.path("postalCode").asText()).isEqualTo(sent);
    }

    @Test
    void placeWithoutPostalCodeHasItsCity() {
        JsonNode to = wire(abroad(null, "HK", CUSTOMS)).findPath("recipient").path("address");

        assertThat(to.toString())
                .isEqualTo("{\"city\":\"Central\",\"postalCode\":\"\",\"countryCode\":\"HK\",\"residential\":true}");
    }

    @Test
    void contentsAreNeededAcrossABorder() {
        assertThatThrownBy(() -> wire(abroad("M5V 3L9", "CA", null)))
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessageContaining("customs");
    }

    @Test
    void groundIsOmittedForTooLongParcels() {
        assertThat(quoted("rates-all-services", parcel(40, 110, 5, 5)))
                .extracting(rate -> rate.service().code())
                .containsExactly("PRIORITY_OVERNIGHT", "FEDEX_2_DAY");
    }

    @Test
    void oversizedParcelsAreDeclinedWithoutACall() {
        assertThat(refusal(parcel(150 * 16 + 1, 10, 10, 10))).isEqualTo(Refusal.OVER_LIMIT);
        assertThat(refusal(parcel(40, 120, 2, 2))).isEqualTo(Refusal.OVER_LIMIT);
        assertThat(refusal(parcel(40, 60, 30, 23))).isEqualTo(Refusal.OVER_LIMIT);
        assertThat(refusal(Collections.nCopies(100, BOX).toArray(Parcel[]::new)))
                .isEqualTo(Refusal.OVER_LIMIT);
    }

    @Test
    void parcelsAtTheLimitAreSent() {
        assertThat(wire(asking(parcel(150 * 16, 119, 12, 11))).has("requestedShipment"))
                .isTrue();
    }

    private static JsonNode wire(RateRequest asked) {
        return Recorded.JSON.valueToTree(FedexRatingMapper.toRequest(asked, "740561073"));
    }

    private static RateRequest abroad(
            @Nullable String postalCode, String country, @Nullable CustomsDeclaration customs) {
        return new RateRequest(
                new RateAddress("10001", "US", false),
                new RateAddress(postalCode, country, null, postalCode == null ? "Central" : null, true),
                List.of(BOX),
                EnumSet.allOf(ServiceClass.class),
                LocalDate.of(2026, 12, 1),
                customs);
    }

    private static JsonNode wire(String from, String to) {
        return wire(new RateRequest(
                        new RateAddress(from, "US", false),
                        new RateAddress(to, "US", true),
                        List.of(BOX),
                        EnumSet.allOf(ServiceClass.class),
                        LocalDate.of(2026, 12, 1)))
                .path("requestedShipment");
    }

    private static String state(JsonNode party) {
        return party.path("address").path("stateOrProvinceCode").asText();
    }

    private static List<Rate> quoted(String situation, Parcel... parcels) {
        return FedexRatingMapper.toRates(Recorded.reply(situation, FedexRatingMapper.Response.class), asking(parcels));
    }

    private static Quoted byService(String situation) {
        return new Quoted(quoted(situation, BOX));
    }

    private static Refusal refusal(Parcel... parcels) {
        return catchThrowableOfType(
                        CarrierDeclinedException.class, () -> FedexRatingMapper.toRequest(asking(parcels), "740561073"))
                .refusal();
    }

    private static RateRequest asking(Parcel... parcels) {
        return new RateRequest(
                new RateAddress("10001-1234", "US", false),
                new RateAddress("90210", "US", true),
                List.of(parcels),
                EnumSet.allOf(ServiceClass.class),
                LocalDate.of(2026, 12, 1));
    }

    private static Parcel parcel(double ounces, double length, double width, double height) {
        return new Parcel(Weight.ofOunces(ounces), Dimensions.ofInches(length, width, height));
    }

    private static Money money(String amount, String currency) {
        return new Money(new BigDecimal(amount), currency);
    }
}
