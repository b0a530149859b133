package com.vantage.shipping.carrier.fedex;

import static com.vantage.shipping.model.ServiceClass.EXPRESS;
import static com.vantage.shipping.model.ServiceClass.GROUND;
import static com.vantage.shipping.model.ServiceClass.OVERNIGHT;

import com.vantage.shipping.carrier.Lanes;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Location;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.Service;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** FedEx's services and their limits. Other codes are products that we do not sell. */
final class FedexServices {
    private static final String ECONOMY_CODE = "SMART_POST";

    private static final List<Service> DOMESTIC = List.of(
            new Service("FEDEX_GROUND", "Ground", GROUND),
            new Service("GROUND_HOME_DELIVERY", "Home Delivery", GROUND),
            new Service(ECONOMY_CODE, "Ground Economy", GROUND),
            new Service("FEDEX_EXPRESS_SAVER", "Express Saver", EXPRESS),
            new Service("FEDEX_2_DAY", "2Day", EXPRESS),
            new Service("FEDEX_2_DAY_AM", "2Day A.M.", EXPRESS),
            new Service("STANDARD_OVERNIGHT", "Standard Overnight", OVERNIGHT),
            new Service("PRIORITY_OVERNIGHT", "Priority Overnight", OVERNIGHT),
            new Service("FIRST_OVERNIGHT", "First Overnight", OVERNIGHT));

    /** Abroad, the class is the tier of the service, not the number of days. */
    private static final List<Service> INTERNATIONAL = List.of(
            new Service("FEDEX_GROUND", "International Ground", GROUND),
            new Service("FEDEX_INTERNATIONAL_CONNECT_PLUS", "International Connect Plus", GROUND),
            new Service("INTERNATIONAL_ECONOMY", "International Economy", EXPRESS),
            new Service("FEDEX_INTERNATIONAL_PRIORITY", "International Priority", OVERNIGHT),
            new Service("FEDEX_INTERNATIONAL_PRIORITY_EXPRESS", "International Priority Express", OVERNIGHT),
            new Service("INTERNATIONAL_FIRST", "International First", OVERNIGHT));

    static final List<Service> ALL =
            Stream.concat(DOMESTIC.stream(), INTERNATIONAL.stream()).toList();

    private static final Limits AIR_LIMITS = new Limits(150, 119, 165);

    /**
     * FedEx's API guide has 70 lb for residences, its service guide 150; the higher limit leaves the refusal to FedEx.
     */
    private static final Limits GROUND_LIMITS = new Limits(150, 108, 165);

    private static final Limits ECONOMY_LIMITS = new Limits(70, 130, 130);

    /**
     * Maximum size of a parcel.
     *
     * @param pounds weight
     * @param length longest side, in inches
     * @param lengthAndGirth in inches
     */
    private record Limits(int pounds, int length, int lengthAndGirth) {
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

    private static final Map<String, Service> DOMESTIC_BY_CODE = Service.byCode(DOMESTIC);
    private static final Map<String, Service> INTERNATIONAL_BY_CODE = Service.byCode(INTERNATIONAL);

    private FedexServices() {}

    /** The service that the code means between these places. */
    static Optional<Service> byCode(String code, Location origin, Location destination) {
        Service domestic = DOMESTIC_BY_CODE.get(code);
        return Optional.ofNullable(
                Lanes.isInternational(origin, destination)
                        ? INTERNATIONAL_BY_CODE.getOrDefault(code, domestic)
                        : domestic);
    }

    /**
     * Whether any service can be quoted. Ground Economy is quoted only to customers with a hub, which we do not have.
     */
    static boolean anyAccepts(Collection<Parcel> parcels) {
        return ALL.stream()
                .filter(service -> !service.code().equals(ECONOMY_CODE))
                .anyMatch(service -> accepts(service, parcels));
    }

    static boolean accepts(Service service, Collection<Parcel> parcels) {
        Limits limits = limits(service);
        return parcels.stream().allMatch(limits::accepts);
    }

    private static Limits limits(Service service) {
        if (service.code().equals(ECONOMY_CODE)) {
            return ECONOMY_LIMITS;
        }
        return service.serviceClass() == GROUND ? GROUND_LIMITS : AIR_LIMITS;
    }
}
