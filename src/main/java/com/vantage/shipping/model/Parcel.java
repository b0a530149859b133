package com.vantage.shipping.model;

import org.jspecify.annotations.Nullable;

/**
 * A parcel.
 *
 * @param dimensions absent if unknown: some carriers price by weight alone
 * @param reference the sender's name for the parcel, such as {@code box 1}
 */
public record Parcel(
        Weight weight,
        @Nullable Dimensions dimensions,
        @Nullable String reference) {
    public Parcel(Weight weight, @Nullable Dimensions dimensions) {
        this(weight, dimensions, null);
    }
}
