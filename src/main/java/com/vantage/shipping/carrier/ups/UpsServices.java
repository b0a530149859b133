package com.vantage.shipping.carrier.ups;

import static com.vantage.shipping.model.ServiceClass.EXPRESS;
import static com.vantage.shipping.model.ServiceClass.GROUND;
import static com.vantage.shipping.model.ServiceClass.OVERNIGHT;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.CarrierService;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.RateAddress;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** UPS's services from the US. Other codes are products that we do not sell; from other countries, codes mean other products. */
final class UpsServices {
    private static final List<CarrierService> DOMESTIC = List.of(
            new CarrierService("03", "Ground", GROUND),
            new CarrierService("12", "3 Day Select", EXPRESS),
            new CarrierService("02", "2nd Day Air", EXPRESS),
            new CarrierService("59", "2nd Day Air A.M.", EXPRESS),
            new CarrierService("13", "Next Day Air Saver", OVERNIGHT),
            new CarrierService("01", "Next Day Air", OVERNIGHT),
            new CarrierService("14", "Next Day Air Early", OVERNIGHT));

    /** Abroad, the class is the tier of the service, not the number of days. */
    private static final List<CarrierService> INTERNATIONAL = List.of(
            new CarrierService("11", "Standard", GROUND),
            new CarrierService("08", "Worldwide Expedited", EXPRESS),
            new CarrierService("65", "Worldwide Saver", OVERNIGHT),
            new CarrierService("07", "Worldwide Express", OVERNIGHT),
            new CarrierService("54", "Worldwide Express Plus", OVERNIGHT));

    static final List<CarrierService> ALL =
            Stream.concat(DOMESTIC.stream(), INTERNATIONAL.stream()).toList();

    private static final BigDecimal MAX_OUNCES = BigDecimal.valueOf(150 * 16);
    private static final BigDecimal MAX_SIDE = BigDecimal.valueOf(108);
    private static final BigDecimal MAX_LENGTH_AND_GIRTH = BigDecimal.valueOf(165);
    private static final int MAX_PARCELS = 200;

    private static final Map<String, CarrierService> DOMESTIC_BY_CODE = CarrierService.byCode(DOMESTIC);
    private static final Map<String, CarrierService> ALL_BY_CODE = CarrierService.byCode(ALL);

    private UpsServices() {}

    /**
     * Refuses parcels that no UPS service accepts, before a call is made.
     *
     * @throws CarrierDeclinedException with a code of this service, since UPS was not called
     */
    static void requireAccepted(List<Parcel> parcels) {
        if (parcels.size() > MAX_PARCELS || !parcels.stream().allMatch(UpsServices::isAccepted)) {
            throw new CarrierDeclinedException(
                    Refusal.OVER_LIMIT,
                    Refusal.OVER_LIMIT.name(),
                    "UPS accepts up to 200 parcels of up to 150 lb, 108 in length, and 165 in length plus girth");
        }
    }

    private static boolean isAccepted(Parcel parcel) {
        Dimensions sides = parcel.dimensions();
        return parcel.weight().ounces().compareTo(MAX_OUNCES) <= 0
                && (sides == null
                        || (sides.length().compareTo(MAX_SIDE) <= 0
                                && sides.lengthAndGirth().compareTo(MAX_LENGTH_AND_GIRTH) <= 0));
    }

    /** Services between two places by code. Between the US and its territories, UPS sells domestic and international ones. */
    static Map<String, CarrierService> between(RateAddress origin, RateAddress destination) {
        return origin.isoCountry().equals("US") && destination.isoCountry().equals("US")
                ? DOMESTIC_BY_CODE
                : ALL_BY_CODE;
    }

    /** @param reportedCode as UPS sends it, without the leading zero if it is a number */
    static Optional<CarrierService> byCode(String reportedCode, Map<String, CarrierService> services) {
        String code = reportedCode.length() == 1 ? "0" + reportedCode : reportedCode;
        return Optional.ofNullable(services.get(code));
    }
}
