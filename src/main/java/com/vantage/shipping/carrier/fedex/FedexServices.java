package com.vantage.shipping.carrier.fedex;

import static com.vantage.shipping.model.ServiceClass.EXPRESS;
import static com.vantage.shipping.model.ServiceClass.GROUND;
import static com.vantage.shipping.model.ServiceClass.OVERNIGHT;

import com.vantage.shipping.carrier.LaneRules;
import com.vantage.shipping.model.CarrierService;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.RateAddress;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** FedEx's services and their limits. Other codes are products that we do not sell. */
final class FedexServices {
    static final String GROUND_CODE = "FEDEX_GROUND";

    private static final String ECONOMY_CODE = "SMART_POST";

    private static final List<CarrierService> DOMESTIC = List.of(
            new CarrierService(GROUND_CODE, "Ground", GROUND),
            new CarrierService("GROUND_HOME_DELIVERY", "Home Delivery", GROUND),
            new CarrierService(ECONOMY_CODE, "Ground Economy", GROUND),
            new CarrierService("FEDEX_EXPRESS_SAVER", "Express Saver", EXPRESS),
            new CarrierService("FEDEX_2_DAY", "2Day", EXPRESS),
            new CarrierService("FEDEX_2_DAY_AM", "2Day A.M.", EXPRESS),
            new CarrierService("STANDARD_OVERNIGHT", "Standard Overnight", OVERNIGHT),
            new CarrierService("PRIORITY_OVERNIGHT", "Priority Overnight", OVERNIGHT),
            new CarrierService("FIRST_OVERNIGHT", "First Overnight", OVERNIGHT));

    /** Abroad, the class is the tier of the service, not the number of days. */
    private static final List<CarrierService> INTERNATIONAL = List.of(
            new CarrierService(GROUND_CODE, "International Ground", GROUND),
            new CarrierService("FEDEX_INTERNATIONAL_CONNECT_PLUS", "International Connect Plus", GROUND),
            new CarrierService("INTERNATIONAL_ECONOMY", "International Economy", EXPRESS),
            new CarrierService("FEDEX_INTERNATIONAL_PRIORITY", "International Priority", OVERNIGHT),
            new CarrierService("FEDEX_INTERNATIONAL_PRIORITY_EXPRESS", "International Priority Express", OVERNIGHT),
            new CarrierService("INTERNATIONAL_FIRST", "International First", OVERNIGHT));

    static final List<CarrierService> ALL =
            Stream.concat(DOMESTIC.stream(), INTERNATIONAL.stream()).toList();

    private static final SizeLimits AIR_LIMITS = new SizeLimits(150, 119, 165);

    /**
     * FedEx's API guide has 70 lb for residences, its service guide 150; the higher limit leaves the refusal to FedEx.
     */
    private static final SizeLimits GROUND_LIMITS = new SizeLimits(150, 108, 165);

    private static final SizeLimits ECONOMY_LIMITS = new SizeLimits(70, 130, 130);

    /**
     * Maximum size of a parcel.
     *
     * @param pounds weight
     * @param length longest side, in inches
     * @param lengthAndGirth in inches
     */
    private record SizeLimits(int pounds, int length, int lengthAndGirth) {
        private boolean accepts(Parcel parcel) {
            Dimensions sides = parcel.dimensions();
            return isAtMost(parcel.weight().pounds(2), pounds)
                    && (sides == null
                            || (isAtMost(sides.length(), length) && isAtMost(sides.lengthAndGirth(), lengthAndGirth)));
        }

        private static boolean isAtMost(BigDecimal value, int max) {
            return value.compareTo(BigDecimal.valueOf(max)) <= 0;
        }
    }

    private static final Map<String, CarrierService> DOMESTIC_BY_CODE = CarrierService.byCode(DOMESTIC);
    private static final Map<String, CarrierService> INTERNATIONAL_BY_CODE = CarrierService.byCode(INTERNATIONAL);

    private FedexServices() {}

    /** Whether FedEx Ground carries it, and not FedEx Express. */
    static boolean isGround(String code) {
        CarrierService domestic = DOMESTIC_BY_CODE.get(code);
        return domestic != null && domestic.serviceClass() == GROUND;
    }

    /** The services that FedEx may quote between these places. */
    static List<CarrierService> between(RateAddress origin, RateAddress destination) {
        return (LaneRules.isInternational(origin, destination) ? INTERNATIONAL : DOMESTIC)
                .stream().filter(service -> !isEconomy(service)).toList();
    }

    static boolean isEconomy(CarrierService service) {
        return service.code().equals(ECONOMY_CODE);
    }

    /** The service that the code means between these places. */
    static Optional<CarrierService> byCode(String code, RateAddress origin, RateAddress destination) {
        CarrierService domestic = DOMESTIC_BY_CODE.get(code);
        return Optional.ofNullable(
                LaneRules.isInternational(origin, destination)
                        ? INTERNATIONAL_BY_CODE.getOrDefault(code, domestic)
                        : domestic);
    }

    /**
     * Whether any service can be quoted. Ground Economy is quoted only to customers with a hub, which we do not have.
     */
    static boolean anyAccepts(Collection<Parcel> parcels) {
        return ALL.stream().filter(service -> !isEconomy(service)).anyMatch(service -> accepts(service, parcels));
    }

    static boolean accepts(CarrierService service, Collection<Parcel> parcels) {
        SizeLimits limits = limits(service);
        return parcels.stream().allMatch(limits::accepts);
    }

    private static SizeLimits limits(CarrierService service) {
        if (isEconomy(service)) {
            return ECONOMY_LIMITS;
        }
        return service.serviceClass() == GROUND ? GROUND_LIMITS : AIR_LIMITS;
    }
}
