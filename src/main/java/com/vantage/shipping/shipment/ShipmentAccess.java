package com.vantage.shipping.shipment;

import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.security.Actor;
import com.vantage.shipping.api.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** What the caller of the current request may see and change of which shipment. */
@ApplicationScoped
class ShipmentAccess {
    private final ShipmentRepository shipments;
    private final PurchaseResponses responses;
    private final Caller caller;

    ShipmentAccess(ShipmentRepository shipments, PurchaseResponses responses, Caller caller) {
        this.shipments = shipments;
        this.responses = responses;
        this.caller = caller;
    }

    /** Finds a shipment that the caller may read, with its details. Fails with a problem if there is none. */
    Uni<Shipment> findVisible(String id) {
        return shipments
                .findVisible(id, shipment -> caller.canRead(shipment.owner(), shipment.customerId()))
                .map(ShipmentAccess::require);
    }

    /** Finds a shipment that the caller may change. Fails with a problem if there is none. */
    Uni<Shipment> findChangeable(String id) {
        return shipments.find(id).map(found -> require(found.filter(shipment -> caller.canModify(shipment.owner()))));
    }

    /** The caller, for an audit entry of a read. */
    Actor actor(Shipment shipment) {
        return caller.actor(shipment.owner(), shipment.customerId());
    }

    /** The shipment as the caller sees it in a response without audit entry. */
    ShipmentView view(Shipment shipment) {
        return responses.view(shipment, RequestId.current(), addressAccess(shipment));
    }

    /** For unaudited access: operators see no addresses of others. */
    AddressVisibility addressAccess(Shipment shipment) {
        if (shipment.owner().equals(caller.client())) {
            return AddressVisibility.ALL;
        }
        return caller.isOwn(shipment.owner(), shipment.customerId())
                ? AddressVisibility.WITHOUT_SENDERS_CONTACT
                : AddressVisibility.NONE;
    }

    /** Shipments of other clients are not found. */
    private static Shipment require(Optional<Shipment> found) {
        return found.orElseThrow(() -> ProblemType.SHIPMENT_NOT_FOUND.withDetail("no shipment with this id"));
    }
}
