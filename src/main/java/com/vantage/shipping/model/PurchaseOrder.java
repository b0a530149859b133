package com.vantage.shipping.model;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order to buy a service for parcels.
 *
 * @param terms of the {@link Rate}, if bought by quote
 */
public record PurchaseOrder(
        PurchaseReference reference,
        String serviceCode,
        @Nullable String terms,
        Address from,
        Address to,
        List<Parcel> parcels,
        LocalDate shipDate,
        LabelFormat labelFormat) {

    public PurchaseOrder {
        parcels = List.copyOf(parcels);
        if (parcels.isEmpty()) {
            throw new IllegalArgumentException("at least one parcel is required");
        }
    }

    public Weight weight() {
        return parcels.stream().map(Parcel::weight).reduce(Weight::plus).orElseThrow();
    }
}
