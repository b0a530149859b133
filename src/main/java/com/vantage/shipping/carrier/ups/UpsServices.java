package com.vantage.shipping.carrier.ups;

import static com.vantage.shipping.model.ServiceClass.EXPRESS;
import static com.vantage.shipping.model.ServiceClass.GROUND;
import static com.vantage.shipping.model.ServiceClass.OVERNIGHT;

import com.vantage.shipping.model.Service;
import java.util.List;
import java.util.Optional;

/** The domestic services of UPS. Other codes mean products that we do not sell. */
final class UpsServices {
    static final List<Service> ALL = List.of(
            new Service("03", "Ground", GROUND),
            new Service("12", "3 Day Select", EXPRESS),
            new Service("02", "2nd Day Air", EXPRESS),
            new Service("59", "2nd Day Air A.M.", EXPRESS),
            new Service("13", "Next Day Air Saver", OVERNIGHT),
            new Service("01", "Next Day Air", OVERNIGHT),
            new Service("14", "Next Day Air Early", OVERNIGHT));

    private UpsServices() {}

    static Optional<Service> byCode(String code) {
        return ALL.stream().filter(service -> service.code().equals(code)).findFirst();
    }
}
