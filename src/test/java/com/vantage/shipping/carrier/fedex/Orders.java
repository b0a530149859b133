package com.vantage.shipping.carrier.fedex;

import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseReference;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.ServiceClass;
import com.vantage.shipping.model.Weight;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;

/** Orders of equal parcels from New York to Beverly Hills. */
final class Orders {
    private Orders() {}

    static PurchaseOrder of(int parcels) {
        return of(parcels, "ORDER-981", LocalDate.of(2026, 12, 1));
    }

    static PurchaseOrder of(int parcels, String reference, LocalDate shipDate) {
        return new PurchaseOrder(
                new PurchaseReference(reference),
                "GROUND_HOME_DELIVERY",
                null,
                address("Dock", "1 Main St", "New York", "NY", new RateAddress("10001-1234", "US", false)),
                address("Jane Doe", "9 Elm Dr", "Beverly Hills", "CA", new RateAddress("90210", "US", true)),
                Collections.nCopies(parcels, new Parcel(Weight.ofOunces(40), Dimensions.ofInches(10, 8, 6))),
                shipDate,
                LabelFormat.PDF);
    }

    /** A rate request for the same parcels. */
    static RateRequest rates(PurchaseOrder order) {
        return new RateRequest(
                order.from().location(),
                order.to().location(),
                order.parcels(),
                EnumSet.allOf(ServiceClass.class),
                order.shipDate());
    }

    private static Address address(String name, String street, String city, String state, RateAddress where) {
        return new Address(name, null, "2125550100", null, street, null, city, state, where);
    }
}
