package com.vantage.shipping.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/** A request for the rates of parcels sent as one shipment. */
public record RateRequest(
        Location origin, Location destination, List<Parcel> parcels, Set<ServiceClass> classes, LocalDate shipDate) {

    public RateRequest {
        parcels = List.copyOf(parcels);
        classes = Set.copyOf(classes);
        if (parcels.isEmpty() || classes.isEmpty()) {
            throw new IllegalArgumentException("at least one parcel and one service class are required");
        }
    }

    public Weight weight() {
        return parcels.stream().map(Parcel::weight).reduce(Weight::plus).orElseThrow();
    }
}
