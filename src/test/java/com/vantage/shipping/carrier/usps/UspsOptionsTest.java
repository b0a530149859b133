package com.vantage.shipping.carrier.usps;

import static com.vantage.shipping.carrier.SampleRequests.heldAt;
import static com.vantage.shipping.carrier.SampleRequests.labelDpi;
import static com.vantage.shipping.carrier.SampleRequests.options;
import static com.vantage.shipping.carrier.SampleRequests.withOptions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.SampleRequests;
import com.vantage.shipping.carrier.usps.UspsConfig.PriceType;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.ShippingOptions;
import com.vantage.shipping.model.ShippingOptions.Signature;
import com.vantage.shipping.model.Surcharge;
import java.time.LocalDate;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UspsOptionsTest {
    private static final LocalDate FRIDAY = LocalDate.of(2026, 12, 4);
    private static final RateRequest RATES = SampleRequests.rates(FRIDAY, SampleRequests.parcel());
    private static final UspsRateTerms TERMS = new UspsRateTerms("SP", "MACHINABLE", "NONE");

    @Test
    void extraServicesOfAllMailClassesAreRatedAtOnce() {
        UspsRatingMapper.PackageDescription asked = asked(options(Signature.STANDARD, "250", true));

        assertThat(asked.extraServices()).containsExactly(921, 925, 930, 981);
        assertThat(asked.packageValue()).isEqualByComparingTo("250");
        assertThat(asked(options(Signature.ADULT, "500.01", false)).extraServices())
                .containsExactly(922, 925, 931);
        assertThat(asked(ShippingOptions.NONE).extraServices()).isNull();
    }

    @Test
    void priceHasTheExtraServicesOfItsMailClassOnly() {
        List<Rate> rates = quoted(options(Signature.ADULT, "250", false), "options-extra-services.json");

        assertThat(rates)
                .extracting(rate -> rate.service().code(), rate -> extras(rate).toString())
                .containsExactlyInAnyOrder(
                        tuple("PRIORITY_MAIL", "[Signature 9.35, Insurance 4.05]"),
                        tuple("PRIORITY_MAIL_EXPRESS", "[Signature 7.70, Insurance 2.70]"));
        for (Rate rate : rates) {
            Rate plain = quoted(ShippingOptions.NONE, "options-all-classes.json").stream()
                    .filter(other -> other.service().equals(rate.service()))
                    .findFirst()
                    .orElseThrow();
            assertThat(rate.total().amount())
                    .isEqualByComparingTo(plain.total()
                            .plus(Money.usd(rate.service().code().equals("PRIORITY_MAIL") ? "13.40" : "10.40"))
                            .amount());
        }
    }

    @Test
    void mailClassWithoutPriceOfAnExtraServiceIsLeftOut() {
        assertThat(quoted(options(Signature.ADULT, "5000", false), "options-extra-services.json"))
                .extracting(rate -> rate.service().code())
                .containsExactly("PRIORITY_MAIL_EXPRESS");
        assertThat(declined(() -> quoted(options(Signature.ADULT, null, false), "options-all-classes.json")))
                .isEqualTo("option_not_offered");
    }

    @Test
    void labelIsBoughtWithExtraServices() {
        assertThat(sent("PRIORITY_MAIL", options(Signature.ADULT, "600", true)).packageDescription())
                .satisfies(parcel -> {
                    assertThat(parcel.extraServices()).containsExactly(922, 931);
                    assertThat(parcel.packageOptions())
                            .isEqualTo(new UspsShippingMapper.PackageOptions(
                                    Money.usd("600").amount()));
                });
        assertThat(sent("PRIORITY_MAIL_EXPRESS", options(Signature.STANDARD, "600", true))
                        .packageDescription()
                        .extraServices())
                .containsExactly(981, 925);
        assertThat(sent("PRIORITY_MAIL", labelDpi(300)).imageInfo().imageType()).isEqualTo("ZPL300DPI");
        assertThat(sent("PRIORITY_MAIL", labelDpi(203)).imageInfo().imageType()).isEqualTo("ZPL203DPI");
    }

    @Test
    void heldPackageNeedsAPostOfficeAndContactsOfBoth() {
        UspsShippingMapper.Request request = sent("PRIORITY_MAIL", heldAt("1437366"));

        assertThat(request.toAddress().holdForPickup()).isTrue();
        assertThat(request.toAddress().facilityId()).isEqualTo("1437366");
        assertThat(request.toAddress().email()).isEqualTo("jane@example.com");
        assertThat(request.fromAddress().phone()).isEqualTo("2125550100");
        assertThat(declined(() -> sent(order("PRIORITY_MAIL", null, heldAt("1437366")))))
                .isEqualTo("contact_required");
        assertThat(declined(() -> sent("PRIORITY_MAIL", heldAt(null)))).isEqualTo("location_id_required");
        assertThat(declined(() -> sent("PRIORITY_MAIL", heldAt("YBZA")))).isEqualTo("location_id_invalid");
    }

    @Test
    void packagesWithACustomsFormAreNotHeld() {
        RateAddress origin = RATES.origin();
        ShippingOptions held = heldAt("1437366");
        CustomsDeclaration customs = SampleRequests.customs();

        assertThat(missing(held, origin, new RateAddress("09012", "US", true), null))
                .contains("hold_for_pickup");
        assertThat(missing(held, origin, new RateAddress("96910", "US", true), customs))
                .contains("hold_for_pickup");
        assertThat(missing(held, origin, new RateAddress("96910", "US", true), null))
                .isEmpty();
    }

    @Test
    void abroadAndAboveTheLimitOptionsAreNotOffered() {
        RateAddress origin = RATES.origin();
        RateAddress toronto = new RateAddress("M5V 3L9", "CA", true);

        assertThat(missing(options(Signature.STANDARD, null, false), origin, toronto, null))
                .contains("signature");
        assertThat(missing(options(Signature.NONE, "5", false), origin, toronto, null))
                .contains("insured_value");
        assertThat(missing(options(Signature.NONE, null, true), origin, toronto, null))
                .contains("saturday_delivery");
        assertThat(missing(options(Signature.NONE, "5000", false), origin, RATES.destination(), null))
                .isEmpty();
        assertThat(missing(options(Signature.NONE, "5000.01", false), origin, RATES.destination(), null))
                .contains("insured_value");
    }

    private static String missing(
            ShippingOptions options,
            RateAddress origin,
            RateAddress destination,
            @Nullable CustomsDeclaration customs) {
        return UspsOptions.rule(options, origin, destination, customs)
                .missingOption(UspsServices.DOMESTIC.getFirst())
                .orElse("");
    }

    private static List<String> extras(Rate rate) {
        return rate.surcharges().stream()
                .filter(charge ->
                        List.of(Surcharge.SIGNATURE, Surcharge.INSURANCE).contains(charge.description()))
                .map(charge -> charge.description() + " " + charge.amount().toPlainString())
                .toList();
    }

    private static UspsRatingMapper.PackageDescription asked(ShippingOptions options) {
        return UspsRatingMapper.toRequests(withOptions(RATES, options), UspsAccount.paying(PriceType.COMMERCIAL))
                .getFirst()
                .packageDescription();
    }

    private static List<Rate> quoted(ShippingOptions options, String reply) {
        return UspsRatingMapper.toRates(
                withOptions(RATES, options),
                List.of(Recorded.reply(UspsRatingMapper.Response.class, reply)),
                PriceType.COMMERCIAL);
    }

    private static PurchaseOrder order(String service, @Nullable String email, ShippingOptions options) {
        return new PurchaseOrder(
                SampleRequests.order(service, LabelFormat.ZPL, FRIDAY, SampleRequests.parcel())
                        .reference(),
                service,
                null,
                party(email, "10001", "NY"),
                party(email, "90210", "CA"),
                List.of(SampleRequests.parcel()),
                FRIDAY,
                LabelFormat.ZPL,
                null,
                options);
    }

    private static Address party(@Nullable String email, String zip, String state) {
        return new Address(
                "Jane Doe",
                null,
                "2125550100",
                email,
                "1 Main St",
                null,
                "City",
                state,
                new RateAddress(zip, "US", true));
    }

    private static UspsShippingMapper.Request sent(String service, ShippingOptions options) {
        return sent(order(service, "jane@example.com", options));
    }

    private static UspsShippingMapper.Request sent(PurchaseOrder order) {
        return UspsShippingMapper.toRequests(
                        order, UspsLabelParties.of(order), null, order.serviceCode(), List.of(TERMS))
                .getFirst();
    }

    private static String declined(ThrowingCallable call) {
        return catchThrowableOfType(CarrierDeclinedException.class, call).code();
    }
}
