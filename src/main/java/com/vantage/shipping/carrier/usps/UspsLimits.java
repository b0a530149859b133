package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.CarrierDeclined;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Location;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.RateRequest;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * What USPS does not carry at all, known before a call is spent: by default an account has 60 an hour. The codes of these
 * refusals are words of ours, since USPS was not asked; its own have six digits.
 */
final class UspsLimits {
    private static final BigDecimal OUNCES = BigDecimal.valueOf(70 * 16);

    /** Length and girth together, in inches. */
    private static final BigDecimal SIZE = BigDecimal.valueOf(108);

    private static final BigDecimal OVERSIZE = BigDecimal.valueOf(130);

    /** The classes that take what is larger than {@link #SIZE}, at a price of its own. */
    private static final Set<String> OVERSIZED = Set.of(UspsServices.GROUND_ADVANTAGE, UspsServices.PARCEL_SELECT);

    /** How many days ahead USPS tells prices and dates. */
    private static final int QUOTED_DAYS = 30;

    /** How many days ahead it surely sells labels; its error says 45, its description 7. */
    private static final int SOLD_DAYS = 7;

    private UspsLimits() {}

    /** @throws CarrierDeclined if USPS tells no prices for that day */
    static void checkQuoted(LocalDate mailed, LocalDate today) {
        check(mailed, today, QUOTED_DAYS, "tells prices");
    }

    /** @throws CarrierDeclined if USPS sells no labels for that day */
    static void checkSold(LocalDate mailed, LocalDate today) {
        check(mailed, today, SOLD_DAYS, "sells labels");
    }

    /** @throws CarrierDeclined if no class of mail can take it */
    static void check(RateRequest asked) {
        for (Location end : List.of(asked.origin(), asked.destination())) {
            if (!end.country().equals("US")) {
                throw new CarrierDeclined(
                        Refusal.NO_SERVICE, "COUNTRY", "USPS is asked for mail inside the United States only");
            }
        }
        asked.parcels().forEach(UspsLimits::check);
    }

    /** @throws CarrierDeclined if they are not told: USPS prices no package without */
    static Dimensions dimensions(Parcel parcel) {
        Dimensions sides = parcel.dimensions();
        if (sides == null) {
            throw new CarrierDeclined(
                    Refusal.INVALID_REQUEST, "dimensions_required", "USPS needs the dimensions of each package");
        }
        return sides;
    }

    static boolean takes(String mailClass, Parcel parcel) {
        BigDecimal limit = OVERSIZED.contains(mailClass) ? OVERSIZE : SIZE;
        return dimensions(parcel).lengthAndGirth().compareTo(limit) <= 0;
    }

    static CarrierDeclined tooLarge() {
        return new CarrierDeclined(
                Refusal.OVER_LIMIT,
                "SIZE",
                "length and girth together are at most " + SIZE + " in, by ground " + OVERSIZE + " in");
    }

    private static void check(LocalDate mailed, LocalDate today, int days, String what) {
        if (mailed.isBefore(today) || mailed.isAfter(today.plusDays(days))) {
            throw new CarrierDeclined(
                    Refusal.INVALID_REQUEST,
                    "SHIP_DATE",
                    "USPS " + what + " from the day of mailing to " + days + " days before it; today is " + today);
        }
    }

    private static void check(Parcel parcel) {
        if (parcel.weight().ounces().compareTo(OUNCES) > 0) {
            throw new CarrierDeclined(Refusal.OVER_LIMIT, "WEIGHT", "a package weighs at most 70 lb");
        }
        if (dimensions(parcel).lengthAndGirth().compareTo(OVERSIZE) > 0) {
            throw tooLarge();
        }
    }
}
