package com.vantage.shipping.shipment;

import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.TrackingNumber;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** A package's label as returned by the carrier. */
@Entity
@Table(name = "label")
@IdClass(StoredLabel.Key.class)
class StoredLabel {
    @Id
    private String shipmentId;

    /** The shipment's creation time. */
    @Id
    private Instant createdAt;

    /** Position of the package in the shipment, from 1. */
    @Id
    @Column(name = "package")
    private short position;

    @Enumerated(EnumType.STRING)
    private LabelFormat format;

    private byte[] image;

    record Key(String shipmentId, Instant createdAt, short position) {}

    /** For Hibernate. */
    StoredLabel() {}

    /** @param position of the package, from 1 */
    StoredLabel(Shipment shipment, int position, Label label) {
        this.shipmentId = shipment.id();
        this.createdAt = shipment.createdAt();
        this.position = (short) position;
        this.format = label.format();
        this.image = label.image();
    }

    Label label(TrackingNumber number) {
        return new Label(number, format, image);
    }
}
