package com.vantage.shipping.shipment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Creates the responses to purchases, which are replayed byte for byte. */
@ApplicationScoped
class PurchaseReplies {
    private final Carriers carriers;
    private final ObjectMapper json;

    PurchaseReplies(Carriers carriers, ObjectMapper json) {
        this.carriers = carriers;
        this.json = json;
    }

    /** @param bought the shipment with its labels */
    StoredReply created(Shipment bought) {
        return new StoredReply(201, write(view(bought, bought.requestId(), AddressAccess.ALL)), false, bought.id());
    }

    StoredReply refused(Shipment shipment, ProblemException problem) {
        return new StoredReply(
                problem.problem().status(), write(problem.details(shipment.requestId())), false, shipment.id());
    }

    /** The shipment in the API. */
    ShipmentView view(Shipment shipment, String requestId, AddressAccess addresses) {
        String carrier = carriers.find(shipment.carrier())
                .map(GuardedCarrier::displayName)
                .orElse(shipment.carrier().value());
        return ShipmentView.of(shipment, carrier, requestId, addresses);
    }

    byte[] write(Object body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of a body as JSON, to be stored. */
    Map<String, Object> fields(Object body) {
        try {
            return json.readValue(write(body), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
