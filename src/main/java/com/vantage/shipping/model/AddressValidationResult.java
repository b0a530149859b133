package com.vantage.shipping.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The combined answers of the carriers about an address.
 *
 * @param address in the carriers' form if it is valid or corrected, else as it was sent
 * @param changes differences in meaning between the address as sent and {@code address}; empty unless corrected
 * @param residential absent if no carrier knows
 * @param candidates addresses that may be meant, if the address is neither valid nor corrected
 * @param messages for people, without parts of the address
 */
public record AddressValidationResult(
        Status status,
        UsAddress address,
        List<Change> changes,
        @Nullable Boolean residential,
        List<UsAddress> candidates,
        List<String> messages) {

    public enum Status {
        VALID,
        CORRECTED,
        AMBIGUOUS,
        UNDELIVERABLE,
        /** No carrier could tell. */
        UNCHECKED
    }

    /**
     * A changed part of an address.
     *
     * @param field as in requests: {@code street1}
     * @param from absent if the part was added
     * @param to absent if the part was removed
     */
    public record Change(
            String field, @Nullable String from, @Nullable String to) {}

    /** Whether this address is known to be wrong as written: nobody delivers there, or others may be meant. */
    public boolean isRefuted() {
        return status == Status.UNDELIVERABLE || (status == Status.AMBIGUOUS && !candidates.isEmpty());
    }
}
