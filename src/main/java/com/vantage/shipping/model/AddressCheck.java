package com.vantage.shipping.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one carrier knows about an address.
 *
 * @param standardized the address as the carrier writes it; absent if it is not certain which address is meant
 * @param residential absent if the carrier does not know
 * @param candidates addresses that may be meant
 * @param messages for people, without parts of the address
 */
public record AddressCheck(
        Deliverability deliverability,
        @Nullable UsAddress standardized,
        @Nullable Boolean residential,
        List<UsAddress> candidates,
        List<String> messages) {

    public AddressCheck {
        candidates = List.copyOf(candidates);
        messages = List.copyOf(messages);
    }

    /** An answer without an address. */
    public static AddressCheck without(Deliverability deliverability, String... messages) {
        return new AddressCheck(deliverability, null, null, List.of(), List.of(messages));
    }

    public enum Deliverability {
        DELIVERABLE,
        /** Several addresses may be meant, or a part such as the apartment is missing or wrong. */
        AMBIGUOUS,
        UNDELIVERABLE,
        UNKNOWN
    }
}
