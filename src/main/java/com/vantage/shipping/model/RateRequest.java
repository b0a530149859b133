package com.vantage.shipping.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/** What does it cost to send these parcels, as one shipment, from here to there? */
public record RateRequest(
        Location origin, Location destination, List<Parcel> parcels, Set<ServiceClass> classes, LocalDate shipDate) {

    public RateRequest {
        parcels = List.copyOf(parcels);
        classes = Set.copyOf(classes);
        if (parcels.isEmpty() || classes.isEmpty()) {
            throw new IllegalArgumentException("a rate request names parcels and classes of service");
        }
    }

    public Weight weight() {
        return parcels.stream().map(Parcel::weight).reduce(Weight::plus).orElseThrow();
    }
}
