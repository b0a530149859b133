package com.vantage.shipping.shipment;

import static java.util.stream.Collectors.toMap;

import com.vantage.shipping.shipment.Shipment.Details;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;

/** Loads the details of shipments. */
final class ShipmentDetailsLoader {
    private ShipmentDetailsLoader() {}

    /** Loads the shipment's details into it. */
    static Uni<Shipment> load(ShipmentQueries queries, Shipment shipment) {
        return load(queries, List.of(shipment)).map(List::getFirst);
    }

    /** Loads the shipments' details into them, keeping their order. */
    static Uni<List<Shipment>> load(ShipmentQueries queries, List<Shipment> shipments) {
        if (shipments.isEmpty()) {
            return Uni.createFrom().item(shipments);
        }
        return queries.findDetails(
                        shipments.stream().map(Shipment::id).toList(),
                        shipments.stream().map(Shipment::createdAt).toList())
                .map(found -> withDetails(shipments, found));
    }

    private static List<Shipment> withDetails(List<Shipment> shipments, List<ShipmentDetailsEntity> found) {
        Map<String, Details> details =
                found.stream().collect(toMap(ShipmentDetailsEntity::shipmentId, ShipmentDetailsEntity::details));
        return shipments.stream()
                .map(shipment -> shipment.withDetails(details.getOrDefault(shipment.id(), Details.NONE)))
                .toList();
    }
}
