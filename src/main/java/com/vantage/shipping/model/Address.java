package com.vantage.shipping.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person or company with its address. At least one of name and company is present.
 *
 * @param state code of the state or province; absent in countries without
 */
public record Address(
        @Nullable String name,
        @Nullable String company,
        @Nullable String phone,
        @Nullable String email,
        String street1,
        @Nullable String street2,
        String city,
        @Nullable String state,
        RateAddress location) {

    public Address {
        if (name == null && company == null) {
            throw new IllegalArgumentException("name or company is required");
        }
    }

    /** Where it is, without the person; empty outside the US. */
    public Optional<UsAddress> postalAddress() {
        String zip = location.zip();
        return location.inUs() && state != null && zip != null
                ? Optional.of(new UsAddress(street1, street2, city, state, zip, location.country()))
                : Optional.empty();
    }

    /** The person's name, else the company's. */
    public String addressee() {
        return name != null ? name : String.valueOf(company);
    }

    /** Omits personal data, as addresses may be logged. */
    @Override
    public String toString() {
        return "Address[" + location.description() + "]";
    }
}
