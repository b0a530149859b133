package com.vantage.shipping.shipment;

import com.vantage.shipping.model.CarrierCode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Filter of shipments; a null component does not filter.
 *
 * @param client owner of the shipments
 * @param ownCustomer or the customer that they were created for
 * @param status as in the API
 * @param customerId customer, among the shipments that the caller may see
 * @param trackingNumber of any package
 */
record ShipmentFilter(
        @Nullable String client,
        @Nullable String ownCustomer,
        @Nullable String orderId,
        @Nullable String status,
        @Nullable CarrierCode carrier,
        @Nullable String customerId,
        @Nullable String trackingNumber,
        CreationTimeRange created) {

    List<PurchaseState> states() {
        return Arrays.stream(PurchaseState.values())
                .filter(state -> status == null || state.apiStatus().equals(status))
                .toList();
    }

    String[] stateCodes() {
        return states().stream().map(PurchaseState::code).toArray(String[]::new);
    }

    @Nullable
    String carrierCode() {
        return carrier == null ? null : carrier.value();
    }
}
