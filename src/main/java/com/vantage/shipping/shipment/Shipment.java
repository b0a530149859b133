package com.vantage.shipping.shipment;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.PurchaseReference;
import com.vantage.shipping.model.Purchased;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A shipment as it stands in the table.
 *
 * @param owner the client that made it
 * @param rate what the carrier billed, where it said so
 * @param reason why nothing was bought, or why nobody knows
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
        @Nullable String trackingNumber,
        @Nullable LocalDate estimatedDelivery,
        @Nullable String reasonCode,
        @Nullable String reason,
        Instant createdAt) {

    /** One of its packages. */
    record Line(@Nullable String reference, @Nullable String trackingNumber) {}

    PurchaseReference reference() {
        return new PurchaseReference(id);
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
                purchased.trackingNumber().value(),
                purchased.estimatedDelivery(),
                null,
                null,
                createdAt);
    }
}
