package com.vantage.shipping.model;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a parcel.
 *
 * @param place for people, for example {@code Newark, NJ}
 * @param text the carrier's own sentence
 * @param code the carrier's own code
 * @param detail what the carrier adds, for example why a delivery failed
 */
public record TrackingEvent(
        EventTime at,
        @Nullable String place,
        String text,
        @Nullable String code,
        @Nullable String detail) {}
