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
class PurchaseResponses {
    private final Carriers carriers;
    private final ObjectMapper json;

    PurchaseResponses(Carriers carriers, ObjectMapper json) {
        this.carriers = carriers;
        this.json = json;
    }

    /** @param shipment the shipment with its labels */
    StoredResponse purchased(Shipment shipment) {
        return new StoredResponse(
                201, toJson(view(shipment, shipment.requestId(), AddressVisibility.ALL)), false, shipment.id());
    }

    StoredResponse problem(Shipment shipment, ProblemException problem) {
        return new StoredResponse(
                problem.problem().status(), toJson(problem.details(shipment.requestId())), false, shipment.id());
    }

    /** The shipment in the API. */
    ShipmentView view(Shipment shipment, String requestId, AddressVisibility addresses) {
        String carrier = carriers.find(shipment.carrier())
                .map(GuardedCarrier::displayName)
                .orElse(shipment.carrier().value());
        return ShipmentView.of(shipment, carrier, requestId, addresses);
    }

    byte[] toJson(Object body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of a body as JSON, to be stored. */
    Map<String, Object> toFields(Object body) {
        try {
            return json.readValue(toJson(body), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
