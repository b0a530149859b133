package com.vantage.shipping.model;

import org.jspecify.annotations.Nullable;

/**
 * An event in a parcel's transport.
 *
 * @param place display text, such as {@code Newark, NJ}
 * @param text the carrier's description
 * @param code the carrier's code
 * @param detail the carrier's additional text, such as why a delivery failed
 */
public record TrackingEvent(
        EventTime at,
        @Nullable String place,
        String text,
        @Nullable String code,
        @Nullable String detail) {}
