package com.vantage.shipping.model;

import org.jspecify.annotations.Nullable;

/** The parts of a US address that say where it is, without a person. {@link #toString} omits the street. */
public record UsAddress(
        String street1, @Nullable String street2, String city, String state, String zip, String country) {

    @Override
    public String toString() {
        return "UsAddress[" + state + " " + zip + "]";
    }
}
