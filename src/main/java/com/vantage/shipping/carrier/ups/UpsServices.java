package com.vantage.shipping.carrier.ups;

import static com.vantage.shipping.model.ServiceClass.EXPRESS;
import static com.vantage.shipping.model.ServiceClass.GROUND;
import static com.vantage.shipping.model.ServiceClass.OVERNIGHT;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.Service;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** UPS's domestic services. Other codes are products that we do not sell. */
final class UpsServices {
    static final List<Service> ALL = List.of(
            new Service("03", "Ground", GROUND),
            new Service("12", "3 Day Select", EXPRESS),
            new Service("02", "2nd Day Air", EXPRESS),
            new Service("59", "2nd Day Air A.M.", EXPRESS),
            new Service("13", "Next Day Air Saver", OVERNIGHT),
            new Service("01", "Next Day Air", OVERNIGHT),
            new Service("14", "Next Day Air Early", OVERNIGHT));

    private static final BigDecimal OUNCES = BigDecimal.valueOf(150 * 16);
    private static final BigDecimal LONGEST_SIDE = BigDecimal.valueOf(108);
    private static final BigDecimal LENGTH_AND_GIRTH = BigDecimal.valueOf(165);
    private static final int MOST_PARCELS = 200;

    private UpsServices() {}

    /**
     * Refuses parcels that no UPS service accepts, before a call is made.
     *
     * @throws CarrierDeclinedException with a code of this service, since UPS was not called
     */
    static void requireCarried(List<Parcel> parcels) {
        if (parcels.size() > MOST_PARCELS || !parcels.stream().allMatch(UpsServices::isCarried)) {
            throw new CarrierDeclinedException(
                    Refusal.OVER_LIMIT,
                    Refusal.OVER_LIMIT.name(),
                    "UPS accepts up to 200 parcels of up to 150 lb, 108 in length, and 165 in length plus girth");
        }
    }

    private static boolean isCarried(Parcel parcel) {
        Dimensions sides = parcel.dimensions();
        return parcel.weight().ounces().compareTo(OUNCES) <= 0
                && (sides == null
                        || (sides.length().compareTo(LONGEST_SIDE) <= 0
                                && sides.lengthAndGirth().compareTo(LENGTH_AND_GIRTH) <= 0));
    }

    /** @param told as UPS sends it, without the leading zero if it is a number */
    static Optional<Service> byCode(String told) {
        String code = told.length() == 1 ? "0" + told : told;
        return ALL.stream().filter(service -> service.code().equals(code)).findFirst();
    }
}
