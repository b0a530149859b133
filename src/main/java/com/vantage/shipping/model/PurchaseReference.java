package com.vantage.shipping.model;

import java.util.regex.Pattern;

/**
 * Our reference of a purchase, sent in the carrier's reference field so that the purchase can be found later. Short
 * enough for all carriers: FedEx Ground keeps 30 characters.
 */
public record PurchaseReference(String value) {
    private static final Pattern FORMAT = Pattern.compile("[A-Z0-9-]{4,30}");

    public PurchaseReference {
        if (!FORMAT.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a purchase reference must have 4 to 30 upper-case letters, digits and dashes");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
