package com.vantage.shipping.shipment;

import com.vantage.shipping.shipment.ShipmentEventStore.Cursor;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** The last event whose shipment was added to the tracking schedule. There is one. */
@Entity
class TrackingCursor {
    static final int ID = 1;

    @Id
    private int id;

    private long transaction;
    private long number;

    Cursor position() {
        return new Cursor(transaction, number);
    }

    TrackingCursor moveTo(Cursor position) {
        this.transaction = position.transaction();
        this.number = position.number();
        return this;
    }
}
