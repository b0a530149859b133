package com.vantage.shipping.shipment;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.PurchaseReference;
import com.vantage.shipping.model.Purchased;
import com.vantage.shipping.model.TrackingNumber;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A shipment as it stands in the table.
 *
 * @param owner the client that made it
 * @param rate what the carrier billed, where it said so
 * @param carrierShipmentId how the carrier names it, once it is bought
 * @param reason why nothing was bought, or why nobody knows
 * @param requestId of the request that made it
 * @param looks how often the carrier was asked what became of it
 */
record Shipment(
        String id,
        String owner,
        @Nullable String customerId,
        @Nullable String orderId,
        ShipmentState state,
        CarrierCode carrier,
        String serviceCode,
        String serviceName,
        LabelFormat labelFormat,
        List<Line> packages,
        @Nullable Money quotedRate,
        @Nullable Money rate,
        @Nullable String carrierShipmentId,
        @Nullable String trackingNumber,
        @Nullable LocalDate estimatedDelivery,
        @Nullable String reasonCode,
        @Nullable String reason,
        String requestId,
        int looks,
        Instant createdAt) {

    /** One of its packages. */
    record Line(@Nullable String reference, @Nullable String trackingNumber) {}

    PurchaseReference reference() {
        return new PurchaseReference(id);
    }

    /** Of all its packages that have one. */
    List<TrackingNumber> trackingNumbers() {
        return packages.stream()
                .map(Line::trackingNumber)
                .filter(Objects::nonNull)
                .map(TrackingNumber::new)
                .toList();
    }

    Shipment bought(Purchased purchased) {
        List<Line> labelled = IntStream.range(0, packages.size())
                .mapToObj(i -> new Line(
                        packages.get(i).reference(),
                        purchased.labels().get(i).trackingNumber().value()))
                .toList();
        return new Shipment(
                id,
                owner,
                customerId,
                orderId,
                ShipmentState.CREATED,
                carrier,
                serviceCode,
                serviceName,
                labelFormat,
                labelled,
                quotedRate,
                purchased.charge(),
                purchased.carrierShipmentId(),
                purchased.trackingNumber().value(),
                purchased.estimatedDelivery(),
                null,
                null,
                requestId,
                looks,
                createdAt);
    }
}
