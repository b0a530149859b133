package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
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
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebToolsRateReplyMapperTest {
    private static final Parcel BOX = new Parcel(Weight.ofOunces(40), Dimensions.ofInches(10, 8, 6));

    @Test
    void serviceOfEveryPackageIsQuotedAtTheSum() {
        List<Rate> rates = rates(PriceType.RETAIL, "rates-two-packages.xml", "0", "1");

        assertThat(rates).extracting(rate -> rate.service().code()).containsExactly("1058", "1");
        assertThat(rate(rates, "1"))
                .isEqualTo(new Rate(
                        new CarrierService("1", "Priority Mail", ServiceClass.EXPRESS),
                        Money.usd("37.95"),
                        Money.usd("37.95"),
                        List.of(),
                        3,
                        LocalDate.parse("2025-06-05"),
                        false,
                        null));
    }

    @Test
    void unsupportedServicesAreOmitted() {
        assertThat(rates(PriceType.RETAIL, "rates-two-packages.xml", "0"))
                .extracting(rate -> rate.service().name(), rate -> rate.total().amount())
                .containsExactly(
                        tuple("Ground Advantage", "15.20"),
                        tuple("Priority Mail", "21.10"),
                        tuple("Priority Mail Express", "63.45"));
    }

    @Test
    void equalPackagesAreMultiplied() {
        List<Rate> rates = rates(PriceType.RETAIL, "rates-two-packages.xml", "0", "1", "1");

        assertThat(rate(rates, "1").total()).isEqualTo(Money.usd("54.80"));
    }

    @ParameterizedTest
    @CsvSource({
        "RETAIL, 1, 21.10, 21.10",
        "RETAIL, 3, 63.45, 63.45",
        "COMMERCIAL, 1, 16.15, 21.10",
        "COMMERCIAL, 1058, 12.30,",
        "COMMERCIAL, 3, 63.45, 63.45",
        "CONTRACT, 1, 15.40, 21.10",
        "CONTRACT, 1058, 12.30,",
    })
    void priceFollowsPriceTypeAndRetailIsListPrice(
            PriceType priceType, String service, String total, @Nullable String list) {
        Rate rate = rate(rates(priceType, "rates-commercial.xml", "0"), service);

        assertThat(rate.total()).isEqualTo(Money.usd(total));
        assertThat(rate.list()).isEqualTo(list == null ? null : Money.usd(list));
    }

    @Test
    void zeroRetailPriceIsNotQuoted() {
        assertThat(rates(PriceType.RETAIL, "rates-commercial.xml", "0"))
                .extracting(rate -> rate.service().code())
                .containsExactly("1", "3");
    }

    @Test
    void firstClassParcelIsRecognizedByName() {
        assertThat(rates(PriceType.RETAIL, "rates-of-2022.xml", "0"))
                .extracting(rate -> rate.service().name(), rate -> rate.total().amount())
                .containsExactly(tuple("Retail Ground", "9.45"), tuple("First-Class", "5.95"));
        assertThat(rates(PriceType.COMMERCIAL, "rates-of-2022.xml", "0"))
                .extracting(rate -> rate.service().code())
                .containsExactly("4", "0", "61");
    }

    @Test
    void emptyCommitmentIsIgnored() {
        Rate ground = rate(rates(PriceType.RETAIL, "rates-of-2022.xml", "0"), "4");

        assertThat(ground.transitDays()).isNull();
        assertThat(ground.deliveryDate()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2-Day, 2025-06-03, 2, 2025-06-03", // the name for the days, the date for the date
        "Varies, 2025-06-05, 3, 2025-06-05",
        "'', 2025-06-07, 5, 2025-06-07",
        "'', 2025-06-09, 6, 2025-06-09", // no Sunday
        "Varies, 2025-06-02, , 2025-06-02",
        "Varies, '', , ",
        "3-Day, someday, 3, ",
    })
    void daysComeFromNameElseDate(String name, String date, @Nullable Integer days, @Nullable LocalDate delivery) {
        Rate rate = rate(
                toRates(
                        PriceType.RETAIL,
                        List.of("0"),
                        "<RateV4Response><Package ID='0'><Postage CLASSID='1'><Rate>9.00</Rate><CommitmentDate>" + date
                                + "</CommitmentDate><CommitmentName>" + name
                                + "</CommitmentName></Postage></Package></RateV4Response>"),
                "1");

        assertThat(rate.transitDays()).isEqualTo(days);
        assertThat(rate.deliveryDate()).isEqualTo(delivery);
    }

    @Test
    void feesAreSurchargesIncludedInPrice() {
        Rate rate = rate(rates(PriceType.RETAIL, "rates-with-fees.xml", "0", "0"), "1058");

        assertThat(rate.total()).isEqualTo(Money.usd("74.40"));
        assertThat(rate.surcharges())
                .containsExactly(
                        new Surcharge(
                                "Nonstandard Length fee > 22 in.",
                                "Nonstandard Length fee > 22 in.",
                                new BigDecimal("8.00")),
                        new Surcharge(
                                "Nonstandard Volume fee > 2 cu ft",
                                "Nonstandard Volume fee > 2 cu ft",
                                new BigDecimal("36.00")));
    }

    @Test
    void largePackageIsGroundOnly() {
        Parcel over108 = new Parcel(Weight.ofOunces(40), Dimensions.ofInches(49, 15, 15));

        List<Rate> rates = WebToolsRateReplyMapper.toRates(
                asked(List.of(over108)),
                List.of("0"),
                List.of(WebToolsRateReplyMapper.read(RecordedXml.text("rates-two-packages.xml"))),
                PriceType.RETAIL);

        assertThat(rates).extracting(rate -> rate.service().code()).containsExactly("1058");
    }

    @Test
    void errorOfOnePackageFailsAll() {
        assertThatThrownBy(() -> rates(PriceType.RETAIL, "rates-error-in-second-package.xml", "0", "1"))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, no -> assertThat(no.refusal())
                        .isEqualTo(Refusal.INVALID_REQUEST))
                .hasMessage("Invalid First Class Mail Type.");
    }

    @Test
    void missingPackageIsUnreadable() {
        assertThatThrownBy(() -> rates(PriceType.RETAIL, "rates-two-packages.xml", "0", "2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the reply has no package 2");
    }

    @Test
    void repliesAreJoined() {
        String first = "<RateV4Response><Package ID='0'><Postage CLASSID='1'><Rate>9.00</Rate></Postage></Package>"
                + "</RateV4Response>";
        String second = first.replace("'0'", "'1'").replace("9.00", "2.50");

        assertThat(rate(toRates(PriceType.RETAIL, List.of("0", "1"), second, first), "1")
                        .total())
                .isEqualTo(Money.usd("11.50"));
    }

    @Test
    void externalEntitiesAreNotRead() {
        assertThatThrownBy(() -> rates(PriceType.RETAIL, "rates-with-entities.xml", "0"))
                .isInstanceOf(CarrierUnavailableException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Priority Mail 2-Day&lt;sup&gt;&#8482;&lt;/sup&gt;, Priority Mail",
        "Priority Mail 2-Day<sup>&#8482;</sup>, Priority Mail",
        "Priority Mail 3-Day&amp;lt;sup&amp;gt;&amp;#8482;&amp;lt;/sup&amp;gt;*, Priority Mail",
        "First-Class&lt;sup&gt;&#8482;&lt;/sup&gt; Package Service**, First-Class Package Service",
        "Priority Mail Express 1-Day® Hold For Pickup, Priority Mail Express Hold For Pickup",
    })
    void escapedNameIsRead(String told, String name) {
        assertThat(WebToolsServices.cleaned(told)).isEqualTo(name);
    }

    private static org.assertj.core.groups.Tuple tuple(String name, String amount) {
        return org.assertj.core.groups.Tuple.tuple(name, new BigDecimal(amount));
    }

    private static Rate rate(List<Rate> rates, String service) {
        return rates.stream()
                .filter(rate -> rate.service().code().equals(service))
                .findFirst()
                .orElseThrow();
    }

    private static List<Rate> rates(PriceType priceType, String file, String... ids) {
        return toRates(priceType, List.of(ids), RecordedXml.text(file));
    }

    private static List<Rate> toRates(PriceType priceType, List<String> ids, String... replies) {
        return WebToolsRateReplyMapper.toRates(
                asked(Collections.nCopies(ids.size(), BOX)),
                ids,
                Stream.of(replies).map(WebToolsRateReplyMapper::read).toList(),
                priceType);
    }

    private static RateRequest asked(List<Parcel> parcels) {
        return new RateRequest(
                new RateAddress("10001", "US", false),
                new RateAddress("90210", "US", true),
                parcels,
                Set.of(ServiceClass.GROUND),
                LocalDate.parse("2025-06-02"));
    }
}
