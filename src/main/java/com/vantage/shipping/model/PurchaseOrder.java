package com.vantage.shipping.model;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sell us this service for these parcels.
 *
 * @param terms those of the {@link Rate} that is bought, if it was quoted
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
            throw new IllegalArgumentException("a purchase names parcels");
        }
    }

    public Weight weight() {
        return parcels.stream().map(Parcel::weight).reduce(Weight::plus).orElseThrow();
    }
}
