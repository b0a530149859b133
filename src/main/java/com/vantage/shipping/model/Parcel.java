package com.vantage.shipping.model;

import org.jspecify.annotations.Nullable;

/**
 * One box.
 *
 * @param dimensions absent if the sender does not tell them: some carriers price by weight alone
 * @param reference the sender's own word for it, for example {@code box 1}
 */
public record Parcel(
        Weight weight,
        @Nullable Dimensions dimensions,
        @Nullable String reference) {
    public Parcel(Weight weight, @Nullable Dimensions dimensions) {
        this(weight, dimensions, null);
    }
}
