package com.vantage.shipping.shipment;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.model.PurchaseOrder;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** What carriers are asked for, as it is written down until nobody has to ask them about it any more. */
@ApplicationScoped
class PurchaseOrders {
    private final ObjectMapper json;

    PurchaseOrders(ObjectMapper json) {
        this.json = json;
    }

    Map<String, Object> write(PurchaseOrder order) {
        try {
            return json.readValue(json.writeValueAsBytes(order), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PurchaseOrder read(Map<String, Object> written) {
        return json.convertValue(written, PurchaseOrder.class);
    }
}
