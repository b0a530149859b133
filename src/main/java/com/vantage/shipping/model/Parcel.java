package com.vantage.shipping.model;

import org.jspecify.annotations.Nullable;

/** One box. The reference is the sender's own word for it, for example {@code box 1}. */
public record Parcel(
        Weight weight, Dimensions dimensions, @Nullable String reference) {
    public Parcel(Weight weight, Dimensions dimensions) {
        this(weight, dimensions, null);
    }
}
