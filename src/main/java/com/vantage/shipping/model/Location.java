package com.vantage.shipping.model;

import java.util.Locale;
import java.util.regex.Pattern;

/** As much of an address as a price depends on. ZIP codes have 5 digits, or 9 written {@code 10001-1234}. */
public record Location(String zip, String country, boolean residential) {
    private static final Pattern ZIP = Pattern.compile("\\d{5}(-\\d{4})?");

    public Location {
        country = country.toUpperCase(Locale.ROOT);
        if (country.equals("US") && !ZIP.matcher(zip).matches()) {
            throw new IllegalArgumentException("a ZIP code has 5 digits, or 5, a dash and 4");
        }
    }

    /** The first five digits, which is what most carriers want. */
    public String zip5() {
        return zip.substring(0, 5);
    }
}
