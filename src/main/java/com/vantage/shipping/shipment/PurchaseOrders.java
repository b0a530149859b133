package com.vantage.shipping.shipment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.model.PurchaseOrder;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;

/** What carriers are asked for, as it is written down until nobody has to ask them about it any more. */
@ApplicationScoped
class PurchaseOrders {
    private final ObjectMapper json;

    PurchaseOrders(ObjectMapper json) {
        this.json = json;
    }

    JsonObject write(PurchaseOrder order) {
        try {
            return new JsonObject(json.writeValueAsString(order));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    PurchaseOrder read(JsonObject written) {
        try {
            return json.readValue(written.encode(), PurchaseOrder.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
