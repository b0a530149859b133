package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.LabelRequirements.CustomsUse;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.UsStatesByZipCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How UPS and FedEx write places, and what they refuse because of origin and destination. Such requests are declined before a
 * call is spent, with codes of this service.
 */
public final class LaneRules {
    /** Countries with two-letter state codes. */
    private static final Set<String> WITH_STATES = Set.of("US", "PR", "CA");

    private LaneRules() {}

    /** The state for private carriers, derived from the postal code; empty in countries without two-letter codes. */
    public static Optional<String> state(RateAddress place) {
        return WITH_STATES.contains(place.isoCountry()) ? place.stateCode() : Optional.empty();
    }

    /** Whether private carriers treat it as international; US territories are countries of their own. */
    public static boolean isInternational(RateAddress origin, RateAddress destination) {
        return !origin.isoCountry().equals(destination.isoCountry());
    }

    /**
     * @param carrier display name
     * @throws CarrierDeclinedException if the carrier does not deliver there
     */
    public static void requireServed(String carrier, RateAddress origin, RateAddress destination) {
        if (origin.servedByPostOnly() || destination.servedByPostOnly()) {
            throw military(carrier);
        }
    }

    /**
     * The state in an address may differ from that of its ZIP code.
     *
     * @param carrier display name
     * @throws CarrierDeclinedException if the carrier does not deliver there, or if state and ZIP code name different territories
     */
    public static void requireSellable(String carrier, Address from, Address to) {
        if (Stream.of(from, to).anyMatch(address -> address.location().inUs() && isMilitary(address.state()))) {
            throw military(carrier);
        }
        requireServed(carrier, from.location(), to.location());
        for (Address address : List.of(from, to)) {
            if (address.location().inUs() && !territory(address).equals(territory(address.location()))) {
                throw new CarrierDeclinedException(
                        Refusal.INVALID_ADDRESS,
                        "state_mismatch",
                        "the ZIP code " + address.location().zip5() + " is not in the state " + address.state());
            }
        }
    }

    /** What private carriers need for a label. */
    public static LabelRequirements labelRequirements(RateAddress origin, RateAddress destination) {
        return isInternational(origin, destination)
                ? new LabelRequirements(CustomsUse.REQUIRED, true)
                : LabelRequirements.NONE;
    }

    /**
     * The contents of an order across a customs border; empty within a country.
     *
     * @param carrier display name
     */
    public static Optional<CustomsDeclaration> requireCustoms(String carrier, PurchaseOrder order) {
        return requireCustoms(carrier, order.from().location(), order.to().location(), order.customs());
    }

    /**
     * The contents of a shipment across a customs border, which carriers need to price it; empty within a country.
     *
     * @param carrier display name
     * @throws CarrierDeclinedException if they are needed and absent
     */
    public static Optional<CustomsDeclaration> requireCustoms(String carrier, RateRequest request) {
        return requireCustoms(carrier, request.origin(), request.destination(), request.customs());
    }

    private static Optional<CustomsDeclaration> requireCustoms(
            String carrier, RateAddress origin, RateAddress destination, @Nullable CustomsDeclaration customs) {
        if (!isInternational(origin, destination)) {
            return Optional.empty();
        }
        if (customs == null) {
            throw new CarrierDeclinedException(
                    Refusal.INVALID_REQUEST,
                    "customs_required",
                    carrier
                            + " needs customs with the contents' values for shipments across a customs border, which includes to "
                            + "and from US territories");
        }
        return Optional.of(customs);
    }

    private static CarrierDeclinedException military(String carrier) {
        return new CarrierDeclinedException(
                Refusal.NO_SERVICE,
                "military_address",
                carrier + " does not serve military and diplomatic post offices (APO, FPO, DPO); USPS does");
    }

    private static boolean isMilitary(@Nullable String state) {
        return state != null && UsStatesByZipCode.isMilitary(state);
    }

    /** The territory that the state names; empty for the states themselves. */
    private static String territory(Address address) {
        String state = address.state();
        return state != null && UsStatesByZipCode.isTerritory(state) ? state : "";
    }

    /** The territory of the ZIP code; empty in the states themselves. */
    private static String territory(RateAddress place) {
        return place.stateCode().filter(UsStatesByZipCode::isTerritory).orElse("");
    }
}
