package com.vantage.shipping.shipment;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** Which manifest a shipment is in: at most one. */
@Entity
class ManifestShipment {
    @Id
    private String shipmentId;

    private String manifestId;

    /** For Hibernate. */
    ManifestShipment() {}

    String shipmentId() {
        return shipmentId;
    }

    String manifestId() {
        return manifestId;
    }
}
