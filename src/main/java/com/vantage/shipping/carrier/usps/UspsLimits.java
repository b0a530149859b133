package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * USPS's limits, checked before a call is made, as accounts have 60 calls per hour by default. These refusals have
 * codes of this service; USPS's own have six digits.
 */
final class UspsLimits {
    private static final BigDecimal MAX_OUNCES = BigDecimal.valueOf(70 * 16);

    /** Length plus girth, in inches. */
    private static final BigDecimal MAX_LENGTH_AND_GIRTH = BigDecimal.valueOf(108);

    private static final BigDecimal MAX_OVERSIZE_LENGTH_AND_GIRTH = BigDecimal.valueOf(130);

    /** Mail classes that accept packages over {@link #MAX_LENGTH_AND_GIRTH}, at a higher price. */
    private static final Set<String> OVERSIZE_CLASSES =
            Set.of(UspsServices.GROUND_ADVANTAGE, UspsServices.PARCEL_SELECT);

    /** Days ahead for which USPS has rates. */
    private static final int MAX_QUOTE_DAYS_AHEAD = 30;

    /** Days ahead for which USPS reliably sells labels; its error says 45, its documentation 7. */
    private static final int MAX_SALE_DAYS_AHEAD = 7;

    private UspsLimits() {}

    /** @throws CarrierDeclinedException if USPS has no rates for that day */
    static void requireQuotableDate(LocalDate mailingDate, LocalDate today) {
        check(mailingDate, today, MAX_QUOTE_DAYS_AHEAD, "has rates");
    }

    /** @throws CarrierDeclinedException if USPS has no rates to other countries for that day */
    static void requireInternationalDate(LocalDate mailingDate, LocalDate today) {
        check(mailingDate, today, MAX_SALE_DAYS_AHEAD, "has rates to other countries");
    }

    /** @throws CarrierDeclinedException if USPS sells no labels for that day */
    static void requireSellableDate(LocalDate mailingDate, LocalDate today) {
        check(mailingDate, today, MAX_SALE_DAYS_AHEAD, "sells labels");
    }

    /** @throws CarrierDeclinedException if no mail class accepts the parcels */
    static void check(RateRequest request) {
        for (RateAddress end : List.of(request.origin(), request.destination())) {
            if (!end.inUs()) {
                throw new CarrierDeclinedException(
                        Refusal.NO_SERVICE, "COUNTRY", "USPS mail to other countries is not supported here");
            }
        }
        request.parcels().forEach(UspsLimits::check);
    }

    /** @throws CarrierDeclinedException if they are absent: USPS requires them */
    static Dimensions dimensions(Parcel parcel) {
        Dimensions sides = parcel.dimensions();
        if (sides == null) {
            throw new CarrierDeclinedException(
                    Refusal.INVALID_REQUEST, "dimensions_required", "USPS requires the dimensions of each package");
        }
        return sides;
    }

    static boolean accepts(String mailClass, Parcel parcel) {
        BigDecimal limit = OVERSIZE_CLASSES.contains(mailClass) ? MAX_OVERSIZE_LENGTH_AND_GIRTH : MAX_LENGTH_AND_GIRTH;
        return dimensions(parcel).lengthAndGirth().compareTo(limit) <= 0;
    }

    static CarrierDeclinedException tooLarge() {
        return new CarrierDeclinedException(
                Refusal.OVER_LIMIT,
                "SIZE",
                "length plus girth is at most " + MAX_LENGTH_AND_GIRTH + " in, for ground services "
                        + MAX_OVERSIZE_LENGTH_AND_GIRTH + " in");
    }

    private static void check(LocalDate mailingDate, LocalDate today, int days, String what) {
        if (mailingDate.isBefore(today) || mailingDate.isAfter(today.plusDays(days))) {
            throw new CarrierDeclinedException(
                    Refusal.INVALID_REQUEST,
                    "SHIP_DATE",
                    "USPS " + what + " for mailing dates from today, " + today + ", to " + days + " days ahead");
        }
    }

    /** @throws CarrierDeclinedException if no mail class accepts the parcel */
    static void check(Parcel parcel) {
        if (parcel.weight().ounces().compareTo(MAX_OUNCES) > 0) {
            throw new CarrierDeclinedException(
                    Refusal.OVER_LIMIT, "WEIGHT", "the weight of a package is at most 70 lb");
        }
        if (dimensions(parcel).lengthAndGirth().compareTo(MAX_OVERSIZE_LENGTH_AND_GIRTH) > 0) {
            throw tooLarge();
        }
    }
}
