package com.vantage.shipping.shipment;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A change of a shipment in the event feed. PostgreSQL sets its number and transaction id. */
@Entity
@SuppressWarnings("unused") // of columns that only queries read
class ShipmentEvent {
    /** Field of the data. */
    private static final String TRACKING = "tracking";

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

    /** The shipment in the API at that time; with what the carrier reported in {@link #TRACKING}, if that has changed. */
    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "shipment")
    private Map<String, Object> data;

    /** For Hibernate. */
    ShipmentEvent() {}

    /**
     * @param view the shipment in the API at this time
     * @param tracking what the carrier reported; null if the shipment itself has changed
     */
    ShipmentEvent(Shipment changed, Map<String, Object> view, @Nullable Map<String, Object> tracking, Instant now) {
        this.createdAt = now;
        this.client = changed.owner();
        this.shipmentId = changed.id();
        this.state = changed.state();
        this.data = tracking == null ? view : withTracking(view, tracking);
    }

    private static Map<String, Object> withTracking(Map<String, Object> view, Map<String, Object> tracking) {
        Map<String, Object> data = new LinkedHashMap<>(view);
        data.put(TRACKING, tracking);
        return data;
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
        return isOfTracking() ? "tracking.updated" : "shipment." + state.code();
    }

    /** Whether the shipment was bought. */
    boolean isPurchase() {
        return !isOfTracking() && state == PurchaseState.CREATED;
    }

    private boolean isOfTracking() {
        return data.containsKey(TRACKING);
    }

    /** The shipment in the API at that time. */
    Map<String, Object> shipment() {
        Map<String, Object> shipment = new LinkedHashMap<>(data);
        shipment.remove(TRACKING);
        return shipment;
    }

    /** What the carrier reported, in the API; null if the shipment itself has changed. */
    @SuppressWarnings("unchecked") // as it was written
    @Nullable
    Map<String, Object> tracking() {
        return (Map<String, Object>) data.get(TRACKING);
    }

    /** The fields of the shipment and, if the carrier reported a change, of {@code tracking}. */
    Map<String, Object> data() {
        return data;
    }
}
