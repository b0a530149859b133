package com.vantage.shipping.shipment;

import com.vantage.shipping.model.TrackedShipment;
import com.vantage.shipping.model.TrackedShipment.PackageLabel;
import com.vantage.shipping.model.TrackedShipmentSource;
import com.vantage.shipping.model.TrackingNumber;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Provides shipments to tracking. */
@ApplicationScoped
class ShipmentTrackingSource implements TrackedShipmentSource {
    private final ShipmentRepository shipments;

    ShipmentTrackingSource(ShipmentRepository shipments) {
        this.shipments = shipments;
    }

    @Override
    public CompletionStage<Optional<TrackedShipment>> find(String shipmentId) {
        return shipments
                .findWithoutRetry(shipmentId)
                .map(found -> found.map(ShipmentTrackingSource::toTrackedShipment))
                .subscribeAsCompletionStage();
    }

    private static TrackedShipment toTrackedShipment(Shipment shipment) {
        return new TrackedShipment(
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
