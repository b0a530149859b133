package com.vantage.shipping.model;

import java.util.Locale;
import java.util.regex.Pattern;

/** The parts of an address that a price depends on. US ZIP codes have 5 digits, or 9 as {@code 10001-1234}. */
public record Location(String zip, String country, boolean residential) {
    private static final Pattern ZIP = Pattern.compile("\\d{5}(-\\d{4})?");

    public Location {
        country = country.toUpperCase(Locale.ROOT);
        if (country.equals("US") && !ZIP.matcher(zip).matches()) {
            throw new IllegalArgumentException("a ZIP code must have 5 digits, or 9 with a dash");
        }
    }

    /** The first five digits, which most carriers use. */
    public String zip5() {
        return zip.substring(0, 5);
    }
}
