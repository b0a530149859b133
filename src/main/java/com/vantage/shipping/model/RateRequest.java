package com.vantage.shipping.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request for the rates of parcels sent as one shipment.
 *
 * @param customs the contents, if stated; most carriers need them across a customs border
 * @param options absent in requests that earlier versions stored
 */
public record RateRequest(
        RateAddress origin,
        RateAddress destination,
        List<Parcel> parcels,
        Set<ServiceClass> classes,
        LocalDate shipDate,
        @Nullable CustomsDeclaration customs,
        ShippingOptions options) {

    public RateRequest {
        options = options == null ? ShippingOptions.NONE : options;
        parcels = List.copyOf(parcels);
        classes = Set.copyOf(classes);
        if (parcels.isEmpty() || classes.isEmpty()) {
            throw new IllegalArgumentException("at least one parcel and one service class are required");
        }
    }

    /** A request without options. */
    public RateRequest(
            RateAddress origin,
            RateAddress destination,
            List<Parcel> parcels,
            Set<ServiceClass> classes,
            LocalDate shipDate,
            @Nullable CustomsDeclaration customs) {
        this(origin, destination, parcels, classes, shipDate, customs, ShippingOptions.NONE);
    }

    /** A request without contents and options. */
    public RateRequest(
            RateAddress origin,
            RateAddress destination,
            List<Parcel> parcels,
            Set<ServiceClass> classes,
            LocalDate shipDate) {
        this(origin, destination, parcels, classes, shipDate, null);
    }

    public Weight weight() {
        return parcels.stream().map(Parcel::weight).reduce(Weight::plus).orElseThrow();
    }
}
