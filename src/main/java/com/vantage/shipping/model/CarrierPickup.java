package com.vantage.shipping.model;

import org.jspecify.annotations.Nullable;

/**
 * A pickup that a carrier has scheduled.
 *
 * @param confirmation the carrier's number
 * @param location code of the carrier's station that sends the driver; absent if the carrier has none
 * @param charge absent if the carrier does not tell it
 */
public record CarrierPickup(
        String confirmation,
        @Nullable String location,
        @Nullable Money charge) {}
