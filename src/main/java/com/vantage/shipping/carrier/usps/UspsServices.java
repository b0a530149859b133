package com.vantage.shipping.carrier.usps;

import static com.vantage.shipping.model.ServiceClass.EXPRESS;
import static com.vantage.shipping.model.ServiceClass.GROUND;
import static com.vantage.shipping.model.ServiceClass.OVERNIGHT;

import com.vantage.shipping.model.CarrierService;
import com.vantage.shipping.model.RateAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** USPS's mail classes, without those that require certain contents (media, library, printed matter). */
final class UspsServices {
    static final String GROUND_ADVANTAGE = "USPS_GROUND_ADVANTAGE";
    static final String PARCEL_SELECT = "PARCEL_SELECT";
    static final String PRIORITY_MAIL_EXPRESS = "PRIORITY_MAIL_EXPRESS";

    static final List<CarrierService> DOMESTIC = List.of(
            new CarrierService(GROUND_ADVANTAGE, "Ground Advantage", GROUND),
            new CarrierService(PARCEL_SELECT, "Parcel Select", GROUND),
            new CarrierService("PRIORITY_MAIL", "Priority Mail", EXPRESS),
            // In fact one to three days: the class is what it is sold as, the transit days are the estimate.
            new CarrierService(PRIORITY_MAIL_EXPRESS, "Priority Mail Express", OVERNIGHT));

    /** Abroad, the class is the tier of the service, not the number of days. */
    static final List<CarrierService> INTERNATIONAL = List.of(
            new CarrierService(
                    "FIRST-CLASS_PACKAGE_INTERNATIONAL_SERVICE", "First-Class Package International", GROUND),
            new CarrierService("PRIORITY_MAIL_INTERNATIONAL", "Priority Mail International", EXPRESS),
            new CarrierService(
                    "PRIORITY_MAIL_EXPRESS_INTERNATIONAL", "Priority Mail Express International", OVERNIGHT));

    static final List<CarrierService> ALL =
            Stream.concat(DOMESTIC.stream(), INTERNATIONAL.stream()).toList();

    /** Former name of Ground Advantage; written with a dash. */
    private static final String FORMER_GROUND_ADVANTAGE = "FIRST-CLASS_PACKAGE_SERVICE";

    private static final Map<String, CarrierService> BY_CODE = CarrierService.byCode(ALL);

    private UspsServices() {}

    static List<CarrierService> between(RateAddress destination) {
        return destination.inUs() ? DOMESTIC : INTERNATIONAL;
    }

    static Optional<CarrierService> byCode(String code) {
        String today = code.equals(FORMER_GROUND_ADVANTAGE) ? GROUND_ADVANTAGE : code;
        return Optional.ofNullable(BY_CODE.get(today));
    }
}
