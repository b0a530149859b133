package com.vantage.shipping.carrier.ups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Failure;
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
import org.junit.jupiter.params.provider.ValueSource;

class UpsRatingMapperTest {
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
    void requestIsBilledToOurAccountAtNegotiatedRates() {
        JsonNode body = wire(true, BOX).path("RateRequest");

        JsonNode shipment = body.path("Shipment");
        assertThat(body.path("Request").toString())
                .isEqualTo("{\"SubVersion\":\"2409\",\"TransactionReference\":{\"CustomerContext\":\"q-123\"}}");
        assertThat(body.path("PickupType").path("Code").asText()).isEqualTo("01");
        assertThat(shipment.path("Shipper").path("ShipperNumber").asText()).isEqualTo("A1B2C3");
        assertThat(shipment.path("PaymentDetails").toString())
                .isEqualTo("{\"ShipmentCharge\":[{\"Type\":\"01\",\"BillShipper\":{\"AccountNumber\":\"A1B2C3\"}}]}");
        assertThat(shipment.path("ShipmentRatingOptions").toString()).isEqualTo("{\"NegotiatedRatesIndicator\":\"Y\"}");
        assertThat(shipment.path("DeliveryTimeInformation").toString())
                .isEqualTo("{\"PackageBillType\":\"03\",\"Pickup\":{\"Date\":\"20261201\",\"Time\":\"1700\"}}");
        assertThat(shipment.has("Service")).isFalse();
    }

    @Test
    void senderHasStateOfItsZipWithoutDash() {
        JsonNode from = wire(true, BOX).findPath("ShipFrom").path("Address");

        assertThat(from.toString())
                .isEqualTo("{\"AddressLine\":[\"\"],\"StateProvinceCode\":\"NY\","
                        + "\"PostalCode\":\"100011234\",\"CountryCode\":\"US\"}");
    }

    @Test
    void eachAddressHasStateOfItsZip() {
        JsonNode shipment = wire("06320", "06390").findPath("Shipment");

        assertThat(state(shipment.path("Shipper"))).isEqualTo("CT");
        assertThat(state(shipment.path("ShipFrom"))).isEqualTo("CT");
        assertThat(state(shipment.path("ShipTo"))).isEqualTo("NY");
    }

    @Test
    void stateOfUnknownZipIsOmitted() {
        JsonNode shipment = wire("00001", "90210").findPath("Shipment");

        assertThat(shipment.path("ShipFrom").path("Address").has("StateProvinceCode"))
                .isFalse();
        assertThat(state(shipment.path("ShipTo"))).isEqualTo("CA");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void residentialIndicatorIsSetByPresence(boolean residential) {
        JsonNode to = wire(residential, BOX).findPath("ShipTo").path("Address");

        assertThat(to.has("ResidentialAddressIndicator")).isEqualTo(residential);
        assertThat(to.path("PostalCode").asText()).isEqualTo("90210");
    }

    @ParameterizedTest
    @CsvSource({"40,2.5", "20,1.3", "40.01,2.6", "0.1,0.1", "16,1.0", "2400,150.0"})
    void poundsAreRoundedUpToTenths(double ounces, String pounds) {
        JsonNode piece =
                wire(true, parcel(ounces, 10, 8, 6)).findPath("Package").path(0);

        assertThat(piece.path("PackageWeight").toString())
                .isEqualTo("{\"UnitOfMeasurement\":{\"Code\":\"LBS\",\"Description\":\"Pounds\"}," + "\"Weight\":\""
                        + pounds + "\"}");
    }

    @Test
    void totalWeightIsTheSumOfRoundedWeights() {
        JsonNode shipment =
                wire(true, parcel(40.1, 10, 8, 6), parcel(40.1, 10, 8, 6)).findPath("Shipment");

        assertThat(shipment.path("ShipmentTotalWeight").path("Weight").asText()).isEqualTo("5.2");
    }

    @Test
    void inchesAreWholeAndLongestSideIsFirst() {
        JsonNode piece =
                wire(true, parcel(40, 4, 5.5, 107.2)).findPath("Package").path(0);

        assertThat(piece.path("PackagingType").path("Code").asText()).isEqualTo("02");
        assertThat(piece.path("Dimensions").toString())
                .isEqualTo("{\"UnitOfMeasurement\":{\"Code\":\"IN\",\"Description\":\"Inches\"},"
                        + "\"Length\":\"108\",\"Width\":\"6\",\"Height\":\"4\"}");
    }

    @Test
    void oversizedParcelsAreDeclinedWithoutACall() {
        assertThat(refusal(parcel(150 * 16 + 1, 10, 8, 6))).isEqualTo(Refusal.OVER_LIMIT);
        assertThat(refusal(parcel(40, 108.1, 8, 6))).isEqualTo(Refusal.OVER_LIMIT);
        assertThat(refusal(parcel(40, 100, 17, 16))).isEqualTo(Refusal.OVER_LIMIT);
        assertThat(refusal(Collections.nCopies(201, BOX).toArray(Parcel[]::new)))
                .isEqualTo(Refusal.OVER_LIMIT);
    }

    @Test
    void knownServicesWithPriceAreQuoted() {
        List<Rate> rates = quoted("rates-all-services").all();

        assertThat(rates).extracting(rate -> rate.service().code()).containsExactly("01", "03");
        assertThat(rates).extracting(rate -> rate.service().name()).containsExactly("Next Day Air", "Ground");
    }

    @Test
    void negotiatedPriceHasItsOwnSurcharges() {
        Rate rate = quoted("rates-all-services").get("01");

        assertThat(rate.total()).isEqualTo(Money.usd("58.45"));
        assertThat(rate.list()).isEqualTo(Money.usd("168.20"));
        assertThat(rate.surcharges())
                .containsExactly(
                        new Surcharge("375", "Fuel surcharge", new BigDecimal("9.10")),
                        new Surcharge("376", "Delivery area surcharge (Remote)", new BigDecimal("2.35")),
                        new Surcharge("999", "999", new BigDecimal("0.40")));
    }

    @Test
    void listPriceIsTheTotalWithoutNegotiatedPrice() {
        Rate rate = quoted("rates-all-services").get("03");

        assertThat(rate.total()).isEqualTo(Money.usd("21.10"));
        assertThat(rate.list()).isEqualTo(Money.usd("21.10"));
        assertThat(rate.surcharges()).extracting(Surcharge::code).containsExactly("375", "270");
    }

    @Test
    void negotiatedChargesWithoutTotalAreIgnored() {
        Quoted rates = quoted("rates-negotiated-without-price");

        assertThat(rates.get("02").total()).isEqualTo(Money.usd("60.00"));
        assertThat(rates.get("02").surcharges())
                .containsExactly(new Surcharge("375", "Fuel surcharge", new BigDecimal("5.00")));
        assertThat(rates.get("02").list()).isEqualTo(Money.usd("60.00"));
        assertThat(rates.get("03").total()).isEqualTo(Money.usd("20.00"));
    }

    @Test
    void taxesAreInTotalAndSurcharges() {
        Quoted rates = quoted("rates-with-taxes");

        assertThat(rates.get("02").total()).isEqualTo(Money.usd("23.10"));
        assertThat(rates.get("02").list()).isEqualTo(Money.usd("46.20"));
        assertThat(rates.get("02").surcharges())
                .containsExactly(
                        new Surcharge("375", "Fuel surcharge", new BigDecimal("2.00")),
                        new Surcharge("GST", "GST", new BigDecimal("1.10")));
        assertThat(rates.get("03").total()).isEqualTo(Money.usd("15.75"));
    }

    @Test
    void packageSurchargesAreAddedToShipmentSurcharges() {
        Rate rate = quoted("rates-package-charges").get("13");

        assertThat(rate.total()).isEqualTo(Money.usd("168.74"));
        assertThat(rate.surcharges())
                .containsExactly(
                        new Surcharge("270", "Residential surcharge", new BigDecimal("12.40")),
                        new Surcharge("376", "Delivery area surcharge (Rural)", new BigDecimal("11.70")),
                        new Surcharge("375", "Fuel surcharge", new BigDecimal("18.20")));
    }

    @Test
    void packageSurchargesMatchTheirPrice() {
        Rate rate = quoted("rates-package-charges").get("02");

        assertThat(rate.total()).isEqualTo(Money.usd("22.00"));
        assertThat(rate.surcharges())
                .containsExactly(
                        new Surcharge("375", "Fuel surcharge", new BigDecimal("3.25")),
                        new Surcharge("376", "Delivery area surcharge", new BigDecimal("2.00")),
                        new Surcharge("100", "Additional handling", new BigDecimal("4.00")),
                        new Surcharge("GST", "GST", new BigDecimal("0.75")));
    }

    @Test
    void listPriceIsReportedEvenIfEqual() {
        Rate rate = quoted("rates-package-charges").get("03");

        assertThat(rate.list()).isEqualTo(Money.usd("21.10"));
        assertThat(rate.surcharges()).isEmpty();
    }

    @Test
    void surchargeNameFallsBackToUpsThenCode() {
        assertThat(quoted("rates-other-surcharges").get("03").surcharges())
                .containsExactly(
                        new Surcharge("376", "Delivery area surcharge (Remote)", new BigDecimal("2.35")),
                        new Surcharge("598", "Declared goods handling", new BigDecimal("1.10")),
                        new Surcharge("599", "599", new BigDecimal("0.40")),
                        new Surcharge("434", "Peak surcharge", new BigDecimal("-0.50")));
    }

    @Test
    void numbersInPlaceOfTextsAreRead() {
        Rate rate = quoted("rates-bare-numbers").get("03");

        assertThat(rate.total()).isEqualTo(Money.usd("21.10"));
        assertThat(rate.transitDays()).isEqualTo(4);
        assertThat(rate.deliveryDate()).isEqualTo(LocalDate.of(2026, 12, 7));
        assertThat(rate.surcharges()).extracting(Surcharge::description).contains("Fuel surcharge");
    }

    @Test
    void listPriceInOtherCurrencyIsOmitted() {
        Quoted rates = quoted("rates-several-currencies");

        assertThat(rates.get("02").total()).isEqualTo(money("51.50", "CAD"));
        assertThat(rates.get("02").list()).isNull();
        assertThat(rates.get("03").list()).isEqualTo(money("28.00", "CAD"));
        assertThat(rates.all()).hasSize(2);
    }

    @Test
    void guaranteeIndicatorCountsByPresence() {
        Quoted rates = quoted("rates-all-services");

        assertThat(rates.get("01").guaranteed()).isTrue();
        assertThat(rates.get("03").guaranteed()).isFalse();
        assertThat(quoted("rates-sparse-dates").get("01").guaranteed()).isFalse();
    }

    @Test
    void transitDaysAreBusinessDays() {
        Quoted rates = quoted("rates-all-services");

        assertThat(rates.get("01").transitDays()).isEqualTo(1);
        assertThat(rates.get("01").deliveryDate()).isEqualTo(LocalDate.of(2026, 12, 2));
        assertThat(rates.get("03").transitDays()).isEqualTo(4);
        assertThat(rates.get("03").deliveryDate()).isEqualTo(LocalDate.of(2026, 12, 7));
    }

    @Test
    void transitTimeFallsBackToGuarantee() {
        Quoted rates = quoted("rates-sparse-dates");

        assertThat(rates.get("01").transitDays()).isEqualTo(1);
        assertThat(rates.get("01").deliveryDate()).isEqualTo(LocalDate.of(2026, 12, 2));
        assertThat(rates.get("02").transitDays()).isEqualTo(2);
        assertThat(rates.get("02").deliveryDate()).isEqualTo(LocalDate.of(2026, 12, 3));
        assertThat(rates.get("03").transitDays()).isNull();
        assertThat(rates.get("03").deliveryDate()).isNull();
        assertThat(rates.get("12").deliveryDate()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rates-saturday-first", "rates-saturday-last"})
    void regularDayIsQuotedInsteadOfSaturday(String situation) {
        List<Rate> rates = quoted(situation).all();

        assertThat(rates).singleElement().satisfies(rate -> {
            assertThat(rate.total()).isEqualTo(Money.usd("58.45"));
            assertThat(rate.deliveryDate()).isEqualTo(LocalDate.of(2026, 12, 7));
        });
    }

    @Test
    void saturdayIsQuotedIfAlone() {
        assertThat(quoted("rates-saturday-alone").get("03").total()).isEqualTo(Money.usd("12.00"));
    }

    @Test
    void singleServiceWithoutListIsRead() {
        assertThat(quoted("rates-single-object").get("03").total()).isEqualTo(Money.usd("21.10"));
    }

    @Test
    void internationalServicesHaveTierAndCurrencyOfTheReply() {
        List<Rate> rates = UpsRatingMapper.toRates(
                Recorded.reply("rates-international", UpsRatingMapper.Response.class),
                abroad("M5V 3L9", "CA", CUSTOMS));

        assertThat(rates)
                .extracting(
                        rate -> rate.service().name(),
                        rate -> rate.service().serviceClass(),
                        Rate::total,
                        Rate::transitDays,
                        Rate::deliveryDate)
                .containsExactly(
                        tuple("Standard", ServiceClass.GROUND, Money.usd("25.60"), 3, LocalDate.of(2026, 12, 4)),
                        tuple(
                                "Worldwide Saver",
                                ServiceClass.OVERNIGHT,
                                Money.usd("61.95"),
                                1,
                                LocalDate.of(2026, 12, 2)),
                        tuple(
                                "Worldwide Expedited",
                                ServiceClass.EXPRESS,
                                new Money(new BigDecimal("88.15"), "CAD"),
                                null,
                                null));
        assertThat(rates).extracting(Rate::dutiesTaxes).containsOnlyNulls();
    }

    @Test
    void internationalCodesAreNotQuotedWithinTheStates() {
        assertThat(quoted("rates-international").all()).isEmpty();
    }

    @Test
    void contentsValueIsSentAcrossABorder() {
        JsonNode shipment = wire(abroad("M5V 3L9", "CA", CUSTOMS));

        assertThat(shipment.path("InvoiceLineTotal").toString())
                .isEqualTo("{\"CurrencyCode\":\"USD\",\"MonetaryValue\":\"47.49\"}");
        assertThat(shipment.path("ShipTo").path("Address").toString())
                .isEqualTo("{\"AddressLine\":[\"\"],\"StateProvinceCode\":\"ON\",\"PostalCode\":\"M5V3L9\","
                        + "\"CountryCode\":\"CA\",\"ResidentialAddressIndicator\":\"\"}");
        assertThat(shipment.path("DeliveryTimeInformation")
                        .path("PackageBillType")
                        .asText())
                .isEqualTo("03");
        assertThat(wire(asking(true, BOX)).has("InvoiceLineTotal")).isFalse();
    }

    @Test
    void documentsAreDeclaredAsSuch() {
        JsonNode shipment =
                wire(abroad("SW1A 1AA", "GB", new CustomsDeclaration(ContentsType.DOCUMENTS, CUSTOMS.items())));

        assertThat(shipment.path("DeliveryTimeInformation")
                        .path("PackageBillType")
                        .asText())
                .isEqualTo("02");
        assertThat(shipment.has("DocumentsOnlyIndicator")).isTrue();
        assertThat(shipment.path("ShipTo").path("Address").has("StateProvinceCode"))
                .isFalse();
    }

    @Test
    void placeWithoutPostalCodeHasItsCity() {
        JsonNode to = wire(abroad(null, "HK", CUSTOMS)).path("ShipTo").path("Address");

        assertThat(to.path("City").asText()).isEqualTo("Central");
        assertThat(to.has("PostalCode")).isFalse();
    }

    @Test
    void contentsAreNeededInUsdAcrossABorder() {
        CustomsDeclaration euros = new CustomsDeclaration(
                ContentsType.MERCHANDISE,
                List.of(new CustomsDeclaration.Item("Mug", 1, new Money(BigDecimal.TEN, "EUR"), null, null, null)));

        assertThatThrownBy(() -> wire(abroad("M5V 3L9", "CA", null)))
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessageContaining("customs");
        assertThatThrownBy(() -> wire(abroad("M5V 3L9", "CA", euros)))
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessage("UPS needs the contents' values in USD");
    }

    @Test
    void puertoRicoHasDomesticServicesAndItsOwnCountryCode() {
        RateRequest request = abroad("00901", "US", CUSTOMS);
        JsonNode to = wire(request).path("ShipTo").path("Address");

        assertThat(to.path("CountryCode").asText()).isEqualTo("PR");
        assertThat(to.path("StateProvinceCode").asText()).isEqualTo("PR");
        assertThat(UpsRatingMapper.toRates(
                        Recorded.reply("rates-all-services", UpsRatingMapper.Response.class), request))
                .extracting(rate -> rate.service().code())
                .contains("03", "01");
    }

    @Test
    void noServicesIsAnAnswer() {
        assertThat(quoted("rates-none").all()).isEmpty();
    }

    @Test
    void successStatusWithFailureIsUnreadable() {
        CarrierUnavailableException unavailable =
                catchThrowableOfType(CarrierUnavailableException.class, () -> quoted("rates-no-success"));

        assertThat(unavailable.failure()).isEqualTo(Failure.UNREADABLE);
        assertThat(unavailable.detail()).endsWith("Failure (0), transaction xwssoat00a00a0AaAAAa0a");
    }

    @Test
    void successStatusWithRefusalAlertIsARefusal() {
        assertThat(catchThrowableOfType(CarrierDeclinedException.class, () -> quoted("rates-refused")))
                .hasMessage("The postal code 00000 is invalid for CA United States.")
                .extracting(CarrierDeclinedException::refusal)
                .isEqualTo(Refusal.INVALID_ADDRESS);
    }

    @Test
    void replyWithoutRatesIsUnreadable() {
        assertThatThrownBy(() -> UpsRatingMapper.toRates(new UpsRatingMapper.Response(null, null), asking(true, BOX)))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> UpsRatingMapper.toRates(
                        new UpsRatingMapper.Response(null, new UpsRatingMapper.RateResponse(null, null)),
                        asking(true, BOX)))
                .isInstanceOf(NullPointerException.class);
    }

    private static JsonNode wire(boolean residential, Parcel... parcels) {
        return Recorded.JSON.valueToTree(UpsRatingMapper.toRequest(asking(residential, parcels), "A1B2C3", "q-123"));
    }

    private static JsonNode wire(RateRequest request) {
        return Recorded.JSON
                .<JsonNode>valueToTree(UpsRatingMapper.toRequest(request, "A1B2C3", "q-123"))
                .findPath("Shipment");
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
        RateRequest asked = new RateRequest(
                new RateAddress(from, "US", false),
                new RateAddress(to, "US", true),
                List.of(BOX),
                EnumSet.allOf(ServiceClass.class),
                LocalDate.of(2026, 12, 1));
        return Recorded.JSON.valueToTree(UpsRatingMapper.toRequest(asked, "A1B2C3", "q-123"));
    }

    private static String state(JsonNode party) {
        return party.path("Address").path("StateProvinceCode").asText();
    }

    private static Quoted quoted(String situation) {
        return new Quoted(
                UpsRatingMapper.toRates(Recorded.reply(situation, UpsRatingMapper.Response.class), asking(true, BOX)));
    }

    private static Refusal refusal(Parcel... parcels) {
        return catchThrowableOfType(CarrierDeclinedException.class, () -> wire(true, parcels))
                .refusal();
    }

    private static RateRequest asking(boolean residential, Parcel... parcels) {
        return new RateRequest(
                new RateAddress("10001-1234", "US", true),
                new RateAddress("90210", "US", residential),
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
