package com.vantage.shipping.shipment;

import com.vantage.shipping.api.json.CustomsBody;
import com.vantage.shipping.api.json.OptionsBody;
import com.vantage.shipping.api.security.Actor;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.CarrierService;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.ShippingOptions;
import com.vantage.shipping.model.Surcharge;
import com.vantage.shipping.shipment.Shipment.Details;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A validated purchase.
 *
 * @param surcharges of the quote; null when not bought by quote
 * @param customs null if the carrier uses none between these places
 */
record ValidatedPurchase(
        Actor buyer,
        @Nullable String customerId,
        @Nullable String orderId,
        GuardedCarrier carrier,
        CarrierService service,
        @Nullable Money quotedRate,
        @Nullable List<Surcharge> surcharges,
        @Nullable String terms,
        Address from,
        Address to,
        List<Parcel> parcels,
        LocalDate shipDate,
        LabelFormat labelFormat,
        @Nullable CustomsDeclaration customs,
        ShippingOptions options) {

    /** The client that will own the shipment. */
    String owner() {
        return buyer.client();
    }

    Details details() {
        return new Details(
                AddressView.of(from),
                AddressView.of(to),
                surcharges,
                customs == null ? null : CustomsBody.of(customs),
                null,
                OptionsBody.of(options).withoutDefaults());
    }

    PurchaseOrder toPurchaseOrder(Shipment shipment) {
        return new PurchaseOrder(
                shipment.reference(),
                service.code(),
                terms,
                from,
                to,
                parcels,
                shipDate,
                labelFormat,
                customs,
                options);
    }
}
