package com.vantage.shipping.model;

import org.jspecify.annotations.Nullable;

/** A person or company with its address. At least one of name and company is present. */
public record Address(
        @Nullable String name,
        @Nullable String company,
        @Nullable String phone,
        @Nullable String email,
        String street1,
        @Nullable String street2,
        String city,
        String state,
        Location location) {

    public Address {
        if (name == null && company == null) {
            throw new IllegalArgumentException("name or company is required");
        }
    }

    /** Where it is, without the person. */
    public PostalAddress postalAddress() {
        return new PostalAddress(street1, street2, city, state, location.zip(), location.country());
    }

    /** The person's name, else the company's. */
    public String addressee() {
        return name != null ? name : String.valueOf(company);
    }

    /** Omits personal data, as addresses may be logged. */
    @Override
    public String toString() {
        return "Address[" + state + " " + location.zip5() + "]";
    }
}
