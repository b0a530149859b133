package com.vantage.shipping.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A carrier's code in settings, tables and metrics: {@code ups}. Not an enum, so that a new carrier is just one new
 * package.
 */
public record CarrierCode(String value) implements Comparable<CarrierCode> {
    private static final Pattern FORMAT = Pattern.compile("[a-z][a-z0-9]{1,19}");

    public CarrierCode {
        if (!FORMAT.matcher(value).matches()) {
            throw new IllegalArgumentException("a carrier code must have 2 to 20 lower-case letters and digits");
        }
    }

    /** Converts a carrier's name in any case: {@code FedEx} is {@code fedex}. */
    public static CarrierCode of(String anyCase) {
        return new CarrierCode(anyCase.toLowerCase(Locale.ROOT));
    }

    @Override
    public int compareTo(CarrierCode other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
