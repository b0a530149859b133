package com.vantage.shipping.shipment;

import com.vantage.shipping.model.TrackableShipment;
import com.vantage.shipping.model.TrackableShipment.PackageLabel;
import com.vantage.shipping.model.TrackableShipmentReader;
import com.vantage.shipping.model.TrackingNumber;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Provides shipments to tracking. */
@ApplicationScoped
class StoredShipmentReader implements TrackableShipmentReader {
    private final ShipmentRepository shipments;

    StoredShipmentReader(ShipmentRepository shipments) {
        this.shipments = shipments;
    }

    @Override
    public CompletionStage<Found> find(String shipmentId) {
        return shipments
                .findTracked(shipmentId)
                .map(answer ->
                        new Found(answer.value().map(StoredShipmentReader::toTrackedShipment), answer.isFromReplica()))
                .subscribeAsCompletionStage();
    }

    static TrackableShipment toTrackedShipment(Shipment shipment) {
        return new TrackableShipment(
                shipment.id(),
                shipment.owner(),
                shipment.customerId(),
                shipment.carrier(),
                packageLabels(shipment),
                shipment.state() == PurchaseState.CANCELLED || shipment.state() == PurchaseState.REFUND_PENDING,
                shipment.createdAt());
    }

    private static List<PackageLabel> packageLabels(Shipment shipment) {
        return shipment.packages().stream()
                .flatMap(stored -> Stream.ofNullable(stored.trackingNumber())
                        .map(number -> new PackageLabel(new TrackingNumber(number), stored.reference())))
                .toList();
    }
}
