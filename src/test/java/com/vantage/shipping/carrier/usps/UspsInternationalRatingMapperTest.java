package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.SampleRequests;
import com.vantage.shipping.carrier.usps.UspsConfig.PriceType;
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
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UspsInternationalRatingMapperTest {
    private static final Parcel BOX = new Parcel(Weight.ofOunces(40), Dimensions.ofInches(8, 10, 6));
    private static final RateAddress TORONTO = new RateAddress("M5V 3L9", "CA", null, "Toronto", true);

    @Test
    void requestHasPoundsInchesAndTheForeignPostalCode() {
        assertThat(sent(request(TORONTO, null, BOX)))
                .isEqualTo(
                        "{\"originZIPCode\":\"10001\",\"foreignPostalCode\":\"M5V 3L9\",\"destinationCountryCode\":\"CA\","
                                + "\"weight\":2.50,\"length\":10.00,\"width\":8.00,\"height\":6.00,\"mailClass\":\"ALL\","
                                + "\"priceType\":\"COMMERCIAL\",\"mailingDate\":\"2026-12-01\"}");
    }

    @Test
    void contractPricesIncludeAccount() {
        UspsInternationalRatingMapper.Request request = UspsInternationalRatingMapper.toRequests(
                        request(TORONTO, null, BOX), UspsAccount.paying(PriceType.CONTRACT))
                .getFirst();

        assertThat(request.accountType()).isEqualTo("EPS");
        assertThat(request.accountNumber()).isEqualTo("1234");
    }

    @Test
    void dutiesAreRequestedForTheItemsOfASinglePackage() {
        assertThat(sent(request(TORONTO, SampleRequests.customs(), BOX)))
                .contains("\"destinationCity\":\"Toronto\"")
                .endsWith("\"requestDutiesTaxesFees\":true,\"items\":["
                        + "{\"itemId\":\"1\",\"itemValue\":12.50,\"itemQuantity\":3,\"weight\":0.375,"
                        + "\"countryOfOrigin\":\"US\",\"HSTariffNumber\":\"610910\"},"
                        + "{\"itemId\":\"2\",\"itemValue\":9.99,\"itemQuantity\":1}]}");
        assertThat(sent(request(TORONTO, SampleRequests.customs(), BOX, BOX))).doesNotContain("items");
    }

    @Test
    void ownBoxesAreQuotedWithoutDates() {
        List<Rate> rates = rates(BOX);

        assertThat(rates)
                .extracting(
                        rate -> rate.service().code(),
                        rate -> rate.service().serviceClass(),
                        Rate::total,
                        Rate::dutiesTaxes,
                        Rate::terms)
                .containsExactly(
                        tuple(
                                "PRIORITY_MAIL_INTERNATIONAL",
                                ServiceClass.EXPRESS,
                                Money.usd("52.18"),
                                new BigDecimal("7.15"),
                                "SP/MACHINABLE/INTERNATIONAL_SERVICE_CENTER"),
                        tuple(
                                "PRIORITY_MAIL_EXPRESS_INTERNATIONAL",
                                ServiceClass.OVERNIGHT,
                                Money.usd("71.90"),
                                null,
                                "PA/MACHINABLE/NONE"));
        assertThat(rates).extracting(Rate::transitDays, Rate::deliveryDate).containsOnly(tuple(null, null));
        assertThat(rates.getFirst().surcharges())
                .containsExactly(new Surcharge("I811XUXXXXX0000", "Nonstandard Length", new BigDecimal("5.00")));
    }

    @Test
    void packagesAreAddedUp() {
        assertThat(rates(BOX, BOX)).extracting(Rate::total).containsExactly(Money.usd("104.36"), Money.usd("143.80"));
    }

    @Test
    void replyWithoutOptionsIsUnreadable() {
        UspsInternationalRatingMapper.Response empty = new UspsInternationalRatingMapper.Response(null, null);

        assertThatThrownBy(empty::requireAnswer).isInstanceOf(CarrierUnavailableException.class);
    }

    @Test
    void heavyParcelIsDeclinedWithoutACall() {
        Parcel heavy = new Parcel(Weight.ofOunces(70 * 16 + 1), Dimensions.ofInches(8, 10, 6));

        assertThatThrownBy(() -> sent(request(TORONTO, null, heavy)))
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessageContaining("70 lb");
    }

    private static List<Rate> rates(Parcel... parcels) {
        UspsInternationalRatingMapper.Response reply =
                Recorded.reply(UspsInternationalRatingMapper.Response.class, "international-rates.json");
        return UspsInternationalRatingMapper.toRates(
                request(TORONTO, null, parcels), Collections.nCopies(parcels.length, reply));
    }

    private static String sent(RateRequest request) {
        return Recorded.sent(UspsInternationalRatingMapper.toRequests(request, UspsAccount.paying(PriceType.COMMERCIAL))
                .getFirst());
    }

    private static RateRequest request(RateAddress to, @Nullable CustomsDeclaration customs, Parcel... parcels) {
        return new RateRequest(
                new RateAddress("10001-1234", "US", false),
                to,
                List.of(parcels),
                Set.of(ServiceClass.values()),
                LocalDate.parse("2026-12-01"),
                customs);
    }
}
