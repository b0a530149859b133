package com.vantage.shipping.shipment;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.PurchaseReference;
import com.vantage.shipping.model.Purchased;
import com.vantage.shipping.model.Surcharge;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.Weight;
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
 * @param shipDate when it is handed over, as a local date at the origin
 * @param details {@link Details#NONE} where they were not read
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
        LocalDate shipDate,
        @Nullable LocalDate estimatedDelivery,
        @Nullable String reasonCode,
        @Nullable String reason,
        String requestId,
        int looks,
        Instant createdAt,
        Details details) {

    /**
     * One of its packages.
     *
     * @param weight null in shipments of versions up to 2.2
     */
    record Line(
            @Nullable String reference,
            @Nullable String trackingNumber,
            @Nullable Weight weight,
            @Nullable Dimensions dimensions) {}

    /**
     * What stands beside it in a table of its own ({@link ShipmentDetails}).
     *
     * @param surcharges of the purchase if the carrier lists them, else of the quote that was bought; null without both
     */
    record Details(
            @Nullable AddressView origin,
            @Nullable AddressView destination,
            @Nullable List<Surcharge> surcharges) {
        static final Details NONE = new Details(null, null, null);

        Details bought(Purchased purchased) {
            return purchased.surcharges() == null ? this : new Details(origin, destination, purchased.surcharges());
        }
    }

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
                        purchased.labels().get(i).trackingNumber().value(),
                        packages.get(i).weight(),
                        packages.get(i).dimensions()))
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
                shipDate,
                purchased.estimatedDelivery(),
                null,
                null,
                requestId,
                looks,
                createdAt,
                details.bought(purchased));
    }

    Shipment with(Details told) {
        return new Shipment(
                id,
                owner,
                customerId,
                orderId,
                state,
                carrier,
                serviceCode,
                serviceName,
                labelFormat,
                packages,
                quotedRate,
                rate,
                carrierShipmentId,
                trackingNumber,
                shipDate,
                estimatedDelivery,
                reasonCode,
                reason,
                requestId,
                looks,
                createdAt,
                told);
    }
}
