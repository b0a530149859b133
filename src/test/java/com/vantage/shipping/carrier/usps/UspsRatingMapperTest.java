package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.usps.UspsConfig.PriceType;
import com.vantage.shipping.model.CarrierService;
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
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UspsRatingMapperTest {
    private static final Parcel LARGE = new Parcel(Weight.ofOunces(40), Dimensions.ofInches(8, 10, 6));
    private static final Parcel SMALL = new Parcel(Weight.ofOunces(20), Dimensions.ofInches(9, 6, 4));

    @Test
    void requestHasPoundsAndInches() {
        String sent = Recorded.sent(requests(LARGE).getFirst());

        assertThat(sent)
                .isEqualTo("{\"originZIPCode\":\"10001\",\"destinationZIPCode\":\"90210\","
                        + "\"destinationEntryFacilityType\":\"NONE\","
                        + "\"pricingOptions\":[{\"priceType\":\"COMMERCIAL\"}],"
                        + "\"packageDescription\":{\"weight\":2.50,\"length\":10.00,\"width\":8.00,\"height\":6.00,"
                        + "\"mailClass\":\"ALL_OUTBOUND\",\"mailingDate\":\"2026-12-01\"}}");
    }

    @Test
    void weightIsRoundedUp() {
        Parcel odd = new Parcel(Weight.ofOunces(16.1), Dimensions.ofInches(9, 6, 4));

        assertThat(requests(odd).getFirst().packageDescription().weight()).isEqualTo(new BigDecimal("1.01"));
    }

    @Test
    void equalParcelsHaveEqualRequestsDespiteReferences() {
        Parcel sameAgain = new Parcel(
                new Weight(new BigDecimal("40.0")),
                new Dimensions(new BigDecimal("6.0"), BigDecimal.TEN, BigDecimal.valueOf(8)),
                "box 2");

        List<UspsRatingMapper.Request> requests = requests(LARGE, sameAgain, SMALL);

        assertThat(requests).hasSize(3);
        assertThat(requests.stream().distinct()).hasSize(2);
    }

    @Test
    void contractPricesIncludeAccount() {
        RateRequest asked = asked("US", LARGE);

        String sent = Recorded.sent(UspsRatingMapper.toRequests(asked, UspsAccount.paying(PriceType.CONTRACT))
                .getFirst());

        assertThat(sent)
                .contains("{\"priceType\":\"CONTRACT\",\"paymentAccount\":"
                        + "{\"accountType\":\"EPS\",\"accountNumber\":\"1234\",\"CRID\":\"12345678\"}}");
    }

    @Test
    void flatRatesAndDropShipmentsAreIgnored() {
        List<Rate> rates = rates(List.of(LARGE), "options-all-classes.json");

        assertThat(rates)
                .extracting(rate -> rate.service().code(), Rate::total)
                .containsExactly(
                        tuple("USPS_GROUND_ADVANTAGE", Money.usd("11.35")),
                        tuple("PRIORITY_MAIL", Money.usd("20.15")),
                        tuple("PRIORITY_MAIL_EXPRESS", Money.usd("58.10")));
    }

    @Test
    void datesFeesAndGuaranteeAreRead() {
        Rate priority = rate("PRIORITY_MAIL", rates(List.of(LARGE), "options-all-classes.json"));
        Rate express = rate("PRIORITY_MAIL_EXPRESS", rates(List.of(LARGE), "options-all-classes.json"));

        assertThat(priority.transitDays()).isEqualTo(2);
        assertThat(priority.deliveryDate()).isEqualTo("2026-12-03");
        assertThat(priority.guaranteed()).isFalse();
        assertThat(priority.list()).isNull();
        assertThat(priority.surcharges())
                .containsExactly(new Surcharge("D811XUXXXXX0000", "Nonstandard Length > 22\"", new BigDecimal("4.00")));
        assertThat(priority.terms()).isEqualTo("SP/NONSTANDARD/NONE");
        assertThat(express.transitDays()).isEqualTo(1);
        assertThat(express.guaranteed()).isTrue();
        assertThat(express.terms()).isEqualTo("PA/MACHINABLE/NONE");
    }

    @Test
    void classIsQuotedOnlyIfEveryPackageHasIt() {
        List<Rate> rates = rates(
                List.of(LARGE, SMALL, LARGE),
                "options-all-classes.json",
                "options-second-package.json",
                "options-all-classes.json");

        assertThat(rates)
                .extracting(rate -> rate.service().code())
                .containsExactly("USPS_GROUND_ADVANTAGE", "PRIORITY_MAIL");
    }

    @Test
    void packagesAreSummedWithLatestDate() {
        Rate ground = rate(
                "USPS_GROUND_ADVANTAGE",
                rates(List.of(LARGE, SMALL), "options-all-classes.json", "options-second-package.json"));

        assertThat(ground.total()).isEqualTo(Money.usd("19.40"));
        assertThat(ground.transitDays()).isEqualTo(6);
        assertThat(ground.deliveryDate()).isEqualTo("2026-12-08");
        assertThat(ground.terms()).isEqualTo("SP/MACHINABLE/NONE,SP/MACHINABLE/NONE");
    }

    @Test
    void commitmentMissingForOnePackageIsOmitted() {
        Rate priority = rate(
                "PRIORITY_MAIL",
                rates(List.of(LARGE, SMALL), "options-all-classes.json", "options-second-package.json"));

        assertThat(priority.transitDays()).isNull();
        assertThat(priority.deliveryDate()).isNull();
        assertThat(priority.surcharges())
                .containsExactly(new Surcharge("D811XUXXXXX0000", "Nonstandard Length > 22\"", new BigDecimal("8.00")));
    }

    @Test
    void militaryMailHasAPriceAndNoDate() {
        Rate ground = rates(List.of(LARGE), "options-military.json").getFirst();

        assertThat(ground.total()).isEqualTo(Money.usd("9.10"));
        assertThat(ground.transitDays()).isNull();
        assertThat(ground.deliveryDate()).isNull();
    }

    @Test
    void priceOfZeroIsNoPrice() {
        assertThat(rates(List.of(LARGE), "options-price-missing.json")).isEmpty();
    }

    @Test
    void classWithoutOwnBoxPriceIsOmitted() {
        assertThat(rates(List.of(LARGE), "options-flat-rates-only.json")).isEmpty();
    }

    @Test
    void dimensionalAndOversizedPricesAreUsed() {
        List<Rate> rates = rates(List.of(LARGE), "options-by-size.json");

        assertThat(rates)
                .extracting(rate -> rate.service().code(), Rate::total, Rate::terms)
                .containsExactly(
                        tuple("USPS_GROUND_ADVANTAGE", Money.usd("140.10"), "OS/NONSTANDARD/NONE"),
                        tuple("PRIORITY_MAIL", Money.usd("61.20"), "DR/MACHINABLE/NONE"));
    }

    @Test
    void commitmentVariantsAreRead() {
        Rate priority = rate("PRIORITY_MAIL", rates(List.of(LARGE), "options-by-size.json"));

        assertThat(priority.transitDays()).isEqualTo(2);
        assertThat(priority.deliveryDate()).isEqualTo("2026-12-03");
    }

    @Test
    void onlyExpressIsGuaranteed() {
        assertThat(rate("PRIORITY_MAIL", rates(List.of(LARGE), "options-by-size.json"))
                        .guaranteed())
                .isFalse();
    }

    @Test
    void formerNameOfGroundAdvantageIsGroundAdvantage() {
        assertThat(UspsServices.byCode("FIRST-CLASS_PACKAGE_SERVICE"))
                .map(CarrierService::code)
                .contains("USPS_GROUND_ADVANTAGE");
    }

    @Test
    void answerWithoutOptionsIsUnreadable() {
        assertThatThrownBy(new UspsRatingMapper.Response(null, null)::requireAnswer)
                .isInstanceOfSatisfying(
                        CarrierUnavailableException.class,
                        unavailable -> assertThat(unavailable.failure()).isEqualTo(Failure.UNREADABLE));
    }

    @Test
    void retailPriceIsTheListRate() {
        UspsRatingMapper.Response commercial =
                Recorded.reply(UspsRatingMapper.Response.class, "options-all-classes.json");
        UspsRatingMapper.Response both = withRetailPriorityOf("25.40", commercial);

        List<Rate> rates =
                UspsRatingMapper.toRates(asked("US", LARGE, LARGE), List.of(both, both), PriceType.COMMERCIAL);

        assertThat(rate("PRIORITY_MAIL", rates).total()).isEqualTo(Money.usd("40.30"));
        assertThat(rate("PRIORITY_MAIL", rates).list()).isEqualTo(Money.usd("50.80"));
        assertThat(rate("USPS_GROUND_ADVANTAGE", rates).list()).isNull();
        assertThat(UspsRatingMapper.toRates(asked("US", LARGE, LARGE), List.of(both, commercial), PriceType.COMMERCIAL))
                .extracting(Rate::list)
                .containsOnlyNulls();
    }

    @Test
    void ownRetailPriceIsTheListRateToo() {
        UspsRatingMapper.Response both = withRetailPriorityOf(
                "25.40", Recorded.reply(UspsRatingMapper.Response.class, "options-all-classes.json"));

        assertThat(UspsRatingMapper.toRates(asked("US", LARGE), List.of(both), PriceType.RETAIL))
                .singleElement()
                .satisfies(rate -> {
                    assertThat(rate.total()).isEqualTo(Money.usd("25.40"));
                    assertThat(rate.list()).isEqualTo(Money.usd("25.40"));
                });
    }

    @Test
    void dimensionsAreRequired() {
        Parcel weightOnly = new Parcel(Weight.ofOunces(40), null);

        assertThatThrownBy(() -> requests(LARGE, weightOnly))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, no -> assertThat(no.code())
                        .isEqualTo("dimensions_required"));
    }

    @Test
    void otherCountriesAreRefusedWithoutACall() {
        assertThatThrownBy(
                        () -> UspsRatingMapper.toRequests(asked("CA", LARGE), UspsAccount.paying(PriceType.COMMERCIAL)))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, no -> assertThat(no.refusal())
                        .isEqualTo(Refusal.NO_SERVICE));
    }

    @Test
    void overSeventyPoundsIsRefusedWithoutACall() {
        Parcel heavy = new Parcel(Weight.ofOunces(1120.1), Dimensions.ofInches(10, 8, 6));

        assertThatThrownBy(() -> requests(heavy))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, no -> assertThat(no.refusal())
                        .isEqualTo(Refusal.OVER_LIMIT));
    }

    @Test
    void over130InchesIsRefusedWithoutACall() {
        Parcel huge = new Parcel(Weight.ofOunces(40), Dimensions.ofInches(50, 20, 20.1));

        assertThatThrownBy(() -> requests(huge))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, no -> assertThat(no.refusal())
                        .isEqualTo(Refusal.OVER_LIMIT));
    }

    @Test
    void over108InchesIsGroundOnly() {
        Parcel long109 = new Parcel(Weight.ofOunces(40), Dimensions.ofInches(49, 15, 15));

        assertThat(rates(List.of(long109), "options-all-classes.json"))
                .extracting(rate -> rate.service().code())
                .containsExactly("USPS_GROUND_ADVANTAGE");
    }

    private static UspsRatingMapper.Response withRetailPriorityOf(String price, UspsRatingMapper.Response ours) {
        UspsRatingMapper.MailRate plain =
                new UspsRatingMapper.MailRate(new BigDecimal(price), List.of(), "SP", "MACHINABLE", "NONE");
        UspsRatingMapper.MailRate flat =
                new UspsRatingMapper.MailRate(BigDecimal.TEN, List.of(), "FE", "MACHINABLE", "NONE");
        List<UspsRatingMapper.RateOption> options = Stream.of(flat, plain)
                .map(rate -> new UspsRatingMapper.RateOption(null, null, null, List.of(rate), null))
                .toList();
        UspsRatingMapper.Priced retail = new UspsRatingMapper.Priced(
                "RETAIL", List.of(new UspsRatingMapper.ShippingOption("PRIORITY_MAIL", options)));
        return new UspsRatingMapper.Response(
                Stream.concat(Stream.of(retail), Objects.requireNonNull(ours.pricingOptions()).stream())
                        .toList(),
                null);
    }

    private static List<UspsRatingMapper.Request> requests(Parcel... parcels) {
        return UspsRatingMapper.toRequests(asked("US", parcels), UspsAccount.paying(PriceType.COMMERCIAL));
    }

    private static List<Rate> rates(List<Parcel> parcels, String... files) {
        List<UspsRatingMapper.Response> replies = Stream.of(files)
                .map(file -> Recorded.reply(UspsRatingMapper.Response.class, file))
                .toList();
        return UspsRatingMapper.toRates(asked("US", parcels.toArray(Parcel[]::new)), replies, PriceType.COMMERCIAL);
    }

    private static Rate rate(String code, List<Rate> rates) {
        return rates.stream()
                .filter(rate -> rate.service().code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private static RateRequest asked(String country, Parcel... parcels) {
        return new RateRequest(
                new RateAddress("10001-1234", "US", false),
                new RateAddress("90210", country, true),
                List.of(parcels),
                Set.of(ServiceClass.values()),
                LocalDate.parse("2026-12-01"));
    }
}
