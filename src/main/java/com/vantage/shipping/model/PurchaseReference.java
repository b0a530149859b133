package com.vantage.shipping.model;

import java.util.regex.Pattern;

/**
 * Our own name for one purchase, printed into the carrier's reference field so that the carrier can be asked later whether
 * it happened. Short enough for all of them: FedEx Ground keeps 30 characters.
 */
public record PurchaseReference(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Z0-9-]{4,30}");

    public PurchaseReference {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a purchase reference has 4 to 30 capitals, digits and dashes");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
