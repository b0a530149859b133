package com.vantage.shipping.carrier.ups;

import com.vantage.shipping.carrier.LaneRules;
import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.model.RateAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Places as UPS names them: US territories by their own country codes. */
final class UpsCountryCodes {
    private static final Set<String> QUALIFIED_DOMESTIC = Set.of("US", "PR");
    private static final int MAX_CITY_LENGTH = 30;

    private UpsCountryCodes() {}

    /** The state, derived from the postal code, which negotiated rates require at the origin. */
    static @Nullable String state(RateAddress place) {
        return LaneRules.state(place).orElse(null);
    }

    /** Whether duties and an invoice do not apply, though the countries' codes differ: between the US and Puerto Rico. */
    static boolean isQualifiedDomestic(RateAddress origin, RateAddress destination) {
        return QUALIFIED_DOMESTIC.containsAll(List.of(origin.isoCountry(), destination.isoCountry()));
    }

    /** Needed only without postal code. */
    static @Nullable String city(RateAddress place) {
        String city = place.city();
        return city == null || place.zip() != null ? null : WireValues.truncate(city, MAX_CITY_LENGTH);
    }

    /** Without separators; absent in countries without postal codes. */
    static @Nullable String postalCode(RateAddress place) {
        String code = place.zip();
        return code == null ? null : code.replaceAll("[ -]", "");
    }
}
