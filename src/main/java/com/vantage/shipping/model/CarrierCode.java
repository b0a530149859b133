package com.vantage.shipping.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A carrier's short name as settings, tables and metrics write it: {@code ups}. Not an enum, so that a new carrier is one
 * new package and nothing else.
 */
public record CarrierCode(String value) implements Comparable<CarrierCode> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]{1,19}");

    public CarrierCode {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a carrier's code: 2 to 20 small letters and digits");
        }
    }

    /** Reads what a caller wrote, in any case: {@code FedEx} is {@code fedex}. */
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
