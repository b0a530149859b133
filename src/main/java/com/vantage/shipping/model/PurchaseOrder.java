package com.vantage.shipping.model;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order to buy a service for parcels.
 *
 * @param terms of the {@link Rate}, if bought by quote
 * @param customs the contents, if the carrier needs them between these places
 * @param options absent in orders that earlier versions stored
 */
public record PurchaseOrder(
        PurchaseReference reference,
        String serviceCode,
        @Nullable String terms,
        Address from,
        Address to,
        List<Parcel> parcels,
        LocalDate shipDate,
        LabelFormat labelFormat,
        @Nullable CustomsDeclaration customs,
        ShippingOptions options) {

    public PurchaseOrder {
        options = options == null ? ShippingOptions.NONE : options;
        parcels = List.copyOf(parcels);
        if (parcels.isEmpty()) {
            throw new IllegalArgumentException("at least one parcel is required");
        }
    }

    /** An order without options. */
    public PurchaseOrder(
            PurchaseReference reference,
            String serviceCode,
            @Nullable String terms,
            Address from,
            Address to,
            List<Parcel> parcels,
            LocalDate shipDate,
            LabelFormat labelFormat,
            @Nullable CustomsDeclaration customs) {
        this(reference, serviceCode, terms, from, to, parcels, shipDate, labelFormat, customs, ShippingOptions.NONE);
    }

    /** An order without customs and options. */
    public PurchaseOrder(
            PurchaseReference reference,
            String serviceCode,
            @Nullable String terms,
            Address from,
            Address to,
            List<Parcel> parcels,
            LocalDate shipDate,
            LabelFormat labelFormat) {
        this(reference, serviceCode, terms, from, to, parcels, shipDate, labelFormat, null);
    }

    public Weight weight() {
        return parcels.stream().map(Parcel::weight).reduce(Weight::plus).orElseThrow();
    }
}
