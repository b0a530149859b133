package com.vantage.shipping.model;

import org.jspecify.annotations.Nullable;

/** A person or firm at a door. At least one of name and company is there. */
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
            throw new IllegalArgumentException("an address has a name or a company");
        }
    }

    /** The person, else the firm. */
    public String addressee() {
        return name != null ? name : String.valueOf(company);
    }

    /** Says where, not who: addresses end up in log lines. */
    @Override
    public String toString() {
        return "Address[" + state + " " + location.zip5() + "]";
    }
}
