package com.vantage.shipping.shipment;

import static java.util.stream.Collectors.toMap;

import com.vantage.shipping.shipment.Shipment.Details;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Reads the details of shipments. */
@ApplicationScoped
class ShipmentDetails {
    private final Database database;

    ShipmentDetails(Database database) {
        this.database = database;
    }

    /** Reads the shipment's details into it. */
    Uni<Shipment> read(Shipment shipment) {
        return read(List.of(shipment)).map(List::getFirst);
    }

    /** Reads the shipments' details into them, keeping their order. */
    Uni<List<Shipment>> read(List<Shipment> shipments) {
        if (shipments.isEmpty()) {
            return Uni.createFrom().item(shipments);
        }
        return database.execute(queries -> queries.findDetails(
                        shipments.stream().map(Shipment::id).toList(),
                        shipments.stream().map(Shipment::createdAt).toList()))
                .map(found -> withDetails(shipments, found));
    }

    private static List<Shipment> withDetails(List<Shipment> shipments, List<ShipmentDetail> found) {
        Map<String, Details> details =
                found.stream().collect(toMap(ShipmentDetail::shipmentId, ShipmentDetail::details));
        return shipments.stream()
                .map(shipment -> shipment.withDetails(details.getOrDefault(shipment.id(), Details.NONE)))
                .toList();
    }
}
