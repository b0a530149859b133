package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.CarrierService;
import com.vantage.shipping.model.ShippingOptions;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Refuses the options that a carrier's services do not offer, before a call is spent, with codes of this service. */
public final class OptionRules {
    public static final String HOLD_FOR_PICKUP = "hold_for_pickup";
    public static final String INSURED_VALUE = "insured_value";
    public static final String LABEL_DPI = "label_dpi";
    public static final String SATURDAY_DELIVERY = "saturday_delivery";
    public static final String SIGNATURE = "signature";

    /** The code of a refusal, and of the note that services are left out. */
    public static final String NOT_OFFERED = "option_not_offered";

    /** The option, as the API names it, that a service does not offer. */
    @FunctionalInterface
    public interface Rule {
        /** Empty if the service offers all options that are asked for. */
        Optional<String> missingOption(CarrierService service);
    }

    private OptionRules() {}

    /** The services that do not offer an option, each with that option. */
    public static Map<CarrierService, String> servicesWithout(Collection<CarrierService> services, Rule rule) {
        Map<CarrierService, String> without = new HashMap<>();
        services.forEach(service -> rule.missingOption(service).ifPresent(option -> without.put(service, option)));
        return without;
    }

    /**
     * @param carrier display name
     * @throws CarrierDeclinedException if none of the services offers all options
     */
    public static void requireAny(String carrier, Collection<CarrierService> services, Rule rule) {
        Map<CarrierService, String> without = servicesWithout(services, rule);
        if (without.size() == services.size()) {
            throw notOffered(carrier + " does not offer between these places: "
                    + without.values().stream().distinct().sorted().collect(Collectors.joining(", ")));
        }
    }

    /**
     * @param carrier display name
     * @throws CarrierDeclinedException if the service does not offer all options
     */
    public static void require(String carrier, CarrierService service, Rule rule) {
        rule.missingOption(service).ifPresent(option -> {
            throw notOffered(carrier + " " + service.name() + " does not offer between these places: " + option);
        });
    }

    /**
     * The location where the carrier holds the parcels; empty unless they are to be held.
     *
     * @param carrier display name
     * @throws CarrierDeclinedException if it is needed and absent
     */
    public static Optional<String> holdLocation(String carrier, ShippingOptions options) {
        if (!options.holdForPickup()) {
            return Optional.empty();
        }
        String location = options.locationId();
        if (location == null) {
            throw new CarrierDeclinedException(
                    Refusal.INVALID_REQUEST,
                    "location_id_required",
                    carrier + " needs options.location_id, its id of the location, for hold_for_pickup");
        }
        return Optional.of(location);
    }

    /** @param carrier display name */
    public static CarrierDeclinedException notOnSaturday(String carrier, LocalDate shipDate) {
        return notOffered(carrier + " has no service for " + SATURDAY_DELIVERY + " of what is shipped on " + shipDate);
    }

    public static CarrierDeclinedException notOffered(String reason) {
        return new CarrierDeclinedException(Refusal.NO_SERVICE, NOT_OFFERED, reason);
    }
}
