package com.vantage.shipping.model;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an address that a price depends on. Places in the US include military addresses, territories and freely
 * associated states.
 *
 * @param zip postal code; absent where the country has none. US ZIP codes have 5 digits, or 9 as {@code 10001-1234}
 * @param country ISO 3166 alpha-2 code
 * @param state code of the state or province; absent in the US, where the ZIP code determines it
 * @param city absent in the US
 */
public record RateAddress(
        @Nullable String zip,
        String country,
        @Nullable String state,
        @Nullable String city,
        boolean residential) {
    private static final String US = "US";
    private static final Pattern ZIP = Pattern.compile("\\d{5}(-\\d{4})?");

    public RateAddress {
        country = country.toUpperCase(Locale.ROOT);
        if (country.equals(US)) {
            if (zip == null || !ZIP.matcher(zip).matches()) {
                throw new IllegalArgumentException("a ZIP code must have 5 digits, or 9 with a dash");
            }
            state = null;
            city = null;
        }
    }

    public RateAddress(String zip, String country, boolean residential) {
        this(zip, country, null, null, residential);
    }

    /** Named without {@code is}, as JSON would have a field for it. */
    public boolean inUs() {
        return country.equals(US);
    }

    /** The first five digits of a US ZIP code, which most carriers use. */
    public String zip5() {
        return Objects.requireNonNull(zip, "no ZIP code").substring(0, 5);
    }

    /** The code of the US state or Canadian province, by the postal code; elsewhere the stated one. */
    public Optional<String> stateCode() {
        if (inUs()) {
            return UsStatesByZipCode.ofZip(zip5());
        }
        return Optional.ofNullable(state)
                .or(() -> country.equals("CA")
                        ? Optional.ofNullable(zip).flatMap(CanadianProvinces::of)
                        : Optional.empty());
    }

    /**
     * The ISO 3166 code that private carriers use: US territories and freely associated states have their own, such as
     * {@code PR}.
     */
    public String isoCountry() {
        return inUs() ? stateCode().filter(UsStatesByZipCode::isTerritory).orElse(US) : country;
    }

    /** Whether it is an army, fleet or diplomatic post office (APO, FPO, DPO), which only the post serves. */
    public boolean servedByPostOnly() {
        return inUs() && stateCode().filter(UsStatesByZipCode::isMilitary).isPresent();
    }

    /** Whether a price for the other place is valid for this one. The last four digits of a ZIP code do not matter. */
    public boolean isSamePlace(RateAddress other) {
        if (!country.equals(other.country)) {
            return false;
        }
        return inUs()
                ? zip5().equals(other.zip5())
                : Objects.equals(zip, other.zip)
                        && (zip != null || String.valueOf(city).equalsIgnoreCase(other.city));
    }

    /** For messages: the postal code, else the city, and the country unless it is the US. */
    public String description() {
        String place = zip != null ? zip : String.valueOf(city);
        return inUs() ? zip5() : place + ", " + country;
    }
}
