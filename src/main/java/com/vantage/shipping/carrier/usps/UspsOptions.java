package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.LabelRequirements.CustomsUse;
import com.vantage.shipping.carrier.OptionRules;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.ShippingOptions;
import com.vantage.shipping.model.ShippingOptions.Signature;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Options of USPS's mail classes: which there are, and their extra services. USPS delivers on Saturdays as on other days, so that
 * Saturday delivery is no extra service.
 */
final class UspsOptions {
    private static final int SIGNATURE = 921;
    private static final int ADULT_SIGNATURE = 922;
    private static final int EXPRESS_SIGNATURE = 981;
    private static final int EXPRESS_INSURANCE = 925;
    private static final int LOW_INSURANCE = 930;
    private static final int HIGH_INSURANCE = 931;

    /** Up to this value it is {@link #LOW_INSURANCE}, in USD. */
    private static final BigDecimal LOW_VALUE = BigDecimal.valueOf(500);

    private static final BigDecimal MAX_VALUE = BigDecimal.valueOf(5_000);

    private static final Pattern FACILITY_ID = Pattern.compile("\\d{7}");

    private UspsOptions() {}

    /** @param customs the contents, if stated: USPS holds no package with a customs form */
    static OptionRules.Rule rule(
            ShippingOptions options,
            RateAddress origin,
            RateAddress destination,
            @Nullable CustomsDeclaration customs) {
        boolean abroad = !destination.inUs();
        Money insured = options.insuredValue();
        return service -> {
            if (abroad && options.signed()) {
                return Optional.of(OptionRules.SIGNATURE);
            }
            if (insured != null && (abroad || insured.amount().compareTo(MAX_VALUE) > 0)) {
                return Optional.of(OptionRules.INSURED_VALUE + (abroad ? "" : " of more than 5,000 USD"));
            }
            if (abroad && options.saturdayDelivery()) {
                return Optional.of(OptionRules.SATURDAY_DELIVERY);
            }
            return options.holdForPickup() && hasForm(origin, destination, customs)
                    ? Optional.of(OptionRules.HOLD_FOR_PICKUP + " with a customs form")
                    : Optional.empty();
        };
    }

    /** @throws CarrierDeclinedException if no mail class offers the options, or if they lack the post office that holds the packages */
    static void require(RateRequest request) {
        OptionRules.requireAny("USPS", UspsServices.between(request.destination()), rule(request));
        facility(request.options());
    }

    static OptionRules.Rule rule(RateRequest request) {
        return rule(request.options(), request.origin(), request.destination(), request.customs());
    }

    /** The post office that holds the packages; empty unless they are to be held. */
    static Optional<String> facility(ShippingOptions options) {
        Optional<String> location = OptionRules.holdLocation("USPS", options);
        location.filter(id -> !FACILITY_ID.matcher(id).matches()).ifPresent(id -> {
            throw new CarrierDeclinedException(
                    Refusal.INVALID_REQUEST,
                    "location_id_invalid",
                    "USPS needs a facility id of seven digits as options.location_id, not " + id);
        });
        return location;
    }

    /** Extra services of labels in this mail class, by their codes. */
    static List<Integer> extraServices(String mailClass, ShippingOptions options) {
        boolean express = mailClass.equals(UspsServices.PRIORITY_MAIL_EXPRESS);
        List<Integer> codes = new ArrayList<>();
        if (options.signed()) {
            codes.add(
                    options.signature() == Signature.ADULT ? ADULT_SIGNATURE : express ? EXPRESS_SIGNATURE : SIGNATURE);
        }
        Money insured = options.insuredValue();
        if (insured != null) {
            boolean low = insured.amount().compareTo(LOW_VALUE) <= 0;
            codes.add(express ? EXPRESS_INSURANCE : low ? LOW_INSURANCE : HIGH_INSURANCE);
        }
        return codes;
    }

    /** Extra services of all mail classes, which one request rates; null if there are none. */
    static @Nullable List<Integer> extraServices(ShippingOptions options) {
        List<Integer> codes = UspsServices.DOMESTIC.stream()
                .flatMap(service -> extraServices(service.code(), options).stream())
                .distinct()
                .sorted()
                .toList();
        return codes.isEmpty() ? null : codes;
    }

    /** In USD; absent if the packages are not insured. */
    static @Nullable BigDecimal packageValue(ShippingOptions options) {
        Money insured = options.insuredValue();
        return insured == null ? null : insured.amount();
    }

    /** A field of an address that holding for pickup requires. */
    static String requireContact(String pointer, @Nullable String value) {
        if (value == null) {
            throw new CarrierDeclinedException(
                    Refusal.INVALID_ADDRESS, "contact_required", pointer + " is required by USPS for hold_for_pickup");
        }
        return value;
    }

    private static boolean hasForm(RateAddress origin, RateAddress destination, @Nullable CustomsDeclaration customs) {
        CustomsUse use =
                UspsCustomsMapper.labelRequirements(origin, destination).customs();
        return use == CustomsUse.REQUIRED || (use == CustomsUse.OPTIONAL && customs != null);
    }
}
