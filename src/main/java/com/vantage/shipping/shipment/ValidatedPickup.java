package com.vantage.shipping.shipment;

import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.PickupOrder;
import com.vantage.shipping.model.Weight;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A valid request for a pickup; see {@link PickupOrder}.
 *
 * @param shipmentIds empty if the request counts packages
 */
record ValidatedPickup(
        GuardedCarrier carrier,
        Address address,
        LocalDate date,
        LocalTime readyTime,
        LocalTime closeTime,
        List<PickupOrder.Packages> packages,
        Weight totalWeight,
        Weight heaviest,
        @Nullable String instructions,
        List<String> shipmentIds) {
    ValidatedPickup {
        packages = List.copyOf(packages);
        shipmentIds = List.copyOf(shipmentIds);
    }
}
