package com.vantage.shipping.carrier.fedex;

import com.vantage.shipping.carrier.LaneRules;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.RateAddress;
import org.jspecify.annotations.Nullable;

/** Places as FedEx names them: US territories by their own country codes. */
final class FedexCountryCodes {
    /** FedEx's own code. */
    private static final String QUEBEC = "PQ";

    private FedexCountryCodes() {}

    /** The state, derived from the postal code. */
    static @Nullable String state(RateAddress place) {
        return LaneRules.state(place)
                .map(state -> state.equals("QC") ? QUEBEC : state)
                .orElse(null);
    }

    /** The state in an address. */
    static @Nullable String state(Address address) {
        return "QC".equals(address.state()) && address.location().country().equals("CA") ? QUEBEC : address.state();
    }

    /** Required, so that it is empty in countries without postal codes. */
    static String postalCode(RateAddress place) {
        String code = place.zip();
        if (code == null) {
            return "";
        }
        return switch (place.country()) {
            case "US" -> place.zip5();
            case "BR" -> code.replace("-", "");
            // FedEx knows the first part only
            case "PT" -> code.substring(0, 4);
            default -> code;
        };
    }
}
