package com.vantage.shipping.shipment;

import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.shipment.ShipmentSearch.Cursor;
import com.vantage.shipping.shipment.ShipmentSearch.Page;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of shipments in the API. */
@Schema(name = "ShipmentList", description = "A page of shipments")
record ShipmentListResponse(
        @Schema(description = "Newest first") List<ShipmentView> shipments,

        @Schema(description = "Send it as `cursor` for the next page; absent on the last one") @Nullable
        String nextCursor,

        @Schema(examples = "ship-list-j1k2l3") String requestId) {

    static ShipmentListResponse of(Page page, Function<Shipment, ShipmentView> view) {
        return new ShipmentListResponse(
                page.shipments().stream().map(view).toList(),
                page.next().map(Cursor::toString).orElse(null),
                RequestId.current());
    }
}
