package com.vantage.shipping.model;

import java.util.regex.Pattern;

/** A carrier's tracking number. */
public record TrackingNumber(String value) {
    private static final Pattern FORMAT = Pattern.compile("[A-Za-z0-9]{7,40}");

    public TrackingNumber {
        if (!FORMAT.matcher(value).matches()) {
            throw new IllegalArgumentException("a tracking number must have 7 to 40 letters and digits");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
