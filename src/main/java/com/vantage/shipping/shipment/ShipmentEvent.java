package com.vantage.shipping.shipment;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** One change of one shipment, for others to follow. PostgreSQL numbers it, and notes the transaction. */
@Entity
@SuppressWarnings("unused") // of columns that only queries read
class ShipmentEvent {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long number;

    @Column(insertable = false, updatable = false)
    private long transaction;

    private Instant createdAt;
    private String client;
    private String shipmentId;

    @Convert(converter = ShipmentState.AsWord.class)
    private ShipmentState state;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, Object> shipment;

    /** For Hibernate. */
    ShipmentEvent() {}

    /** @param view the shipment as its readers see it now */
    ShipmentEvent(Shipment changed, Map<String, Object> view, Instant now) {
        this.createdAt = now;
        this.client = changed.owner();
        this.shipmentId = changed.id();
        this.state = changed.state();
        this.shipment = view;
    }

    /** Where it stands in the order of all events. */
    ShipmentEvents.Place place() {
        return new ShipmentEvents.Place(transaction, number);
    }

    Instant at() {
        return createdAt;
    }

    ShipmentState state() {
        return state;
    }

    /** The shipment as its readers saw it then. */
    Map<String, Object> shipment() {
        return shipment;
    }
}
