package com.vantage.shipping.shipment;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.api.json.BoundedList;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The request body of a batch of purchases. */
@Schema(name = "ShipmentBatch", description = "Purchases to make in one request, each with its own idempotency key")
record CreateShipmentBatchRequest(
        @Schema(
                description = "As for `createShipment`, with `idempotency_key` in place of the header",
                type = SchemaType.ARRAY,
                implementation = CreateShipmentRequest.class)
        @NotNull
        @Size(min = 1, max = CreateShipmentBatchRequest.MAX_SHIPMENTS, message = "must have {min} to {max} entries")
        List<JsonNode> shipments) {
    private static final int MAX_SHIPMENTS = 100;

    CreateShipmentBatchRequest {
        shipments = BoundedList.truncate(shipments, MAX_SHIPMENTS);
    }
}
