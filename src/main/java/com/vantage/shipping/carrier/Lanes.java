package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.Location;
import com.vantage.shipping.model.UsState;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What private carriers refuse because of origin and destination. Such requests are declined before a call is spent, with codes of
 * this service.
 */
public final class Lanes {
    private Lanes() {}

    /** Whether private carriers treat it as international; US territories are countries of their own. */
    public static boolean isInternational(Location origin, Location destination) {
        return !origin.isoCountry().equals(destination.isoCountry());
    }

    /**
     * @param carrier display name
     * @throws CarrierDeclinedException if the carrier does not deliver there
     */
    public static void requireServed(String carrier, Location origin, Location destination) {
        if (origin.servedByPostOnly() || destination.servedByPostOnly()) {
            throw military(carrier);
        }
    }

    /**
     * Refuses what is not sold yet: labels that need customs documents. The state in an address may differ from that of its ZIP code.
     *
     * @param carrier display name
     */
    public static void requireSellable(String carrier, Address from, Address to) {
        if (Stream.of(from, to).anyMatch(address -> address.location().inUs() && isMilitary(address.state()))) {
            throw military(carrier);
        }
        requireDomestic(carrier, from.location(), to.location());
        if (!territory(from).equals(territory(to))) {
            throw international(carrier);
        }
    }

    /**
     * Refuses what is not supported yet: shipments that need customs documents.
     *
     * @param carrier display name
     */
    public static void requireDomestic(String carrier, Location origin, Location destination) {
        requireServed(carrier, origin, destination);
        if (isInternational(origin, destination)) {
            throw international(carrier);
        }
    }

    private static CarrierDeclinedException international(String carrier) {
        return new CarrierDeclinedException(
                Refusal.NO_SERVICE,
                "international",
                carrier
                        + " shipments across a customs border, which includes to and from US territories, are not supported");
    }

    private static CarrierDeclinedException military(String carrier) {
        return new CarrierDeclinedException(
                Refusal.NO_SERVICE,
                "military_address",
                carrier + " does not serve military and diplomatic post offices (APO, FPO, DPO); USPS does");
    }

    private static boolean isMilitary(@Nullable String state) {
        return state != null && UsState.isMilitary(state);
    }

    /** The territory that the state names; empty for the states themselves. */
    private static String territory(Address address) {
        String state = address.state();
        return state != null && address.location().inUs() && UsState.isTerritory(state) ? state : "";
    }
}
