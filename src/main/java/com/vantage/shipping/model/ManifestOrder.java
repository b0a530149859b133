package com.vantage.shipping.model;

import java.time.LocalDate;
import java.util.List;

/**
 * An order to close the day for shipments that are handed over together.
 *
 * @param shipDate their ship date
 * @param origin where they are handed over
 * @param trackingNumbers of all their packages
 */
public record ManifestOrder(LocalDate shipDate, Address origin, List<TrackingNumber> trackingNumbers) {
    public ManifestOrder {
        trackingNumbers = List.copyOf(trackingNumbers);
    }
}
