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

/** A change of a shipment in the event feed. PostgreSQL sets its number and transaction id. */
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

    @Convert(converter = PurchaseState.CodeConverter.class)
    private PurchaseState state;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, Object> shipment;

    /** For Hibernate. */
    ShipmentEvent() {}

    /** @param view the shipment in the API at this time */
    ShipmentEvent(Shipment changed, Map<String, Object> view, Instant now) {
        this.createdAt = now;
        this.client = changed.owner();
        this.shipmentId = changed.id();
        this.state = changed.state();
        this.shipment = view;
    }

    /** Position in the order of all events. */
    ShipmentEventStore.Cursor cursor() {
        return new ShipmentEventStore.Cursor(transaction, number);
    }

    Instant occurredAt() {
        return createdAt;
    }

    /** Owner of the shipment. */
    String client() {
        return client;
    }

    String shipmentId() {
        return shipmentId;
    }

    /** Kind of change, such as {@code shipment.created}. */
    String type() {
        return "shipment." + state.code();
    }

    /** The shipment in the API at that time. */
    Map<String, Object> shipment() {
        return shipment;
    }
}
