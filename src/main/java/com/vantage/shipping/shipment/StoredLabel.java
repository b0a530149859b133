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

/** The label of one package, as the carrier gave it. */
@Entity
@Table(name = "label")
@IdClass(StoredLabel.Key.class)
class StoredLabel {
    @Id
    private String shipmentId;

    /** Of the shipment. */
    @Id
    private Instant createdAt;

    /** The place of the package in its shipment, from 1 on. */
    @Id
    @Column(name = "package")
    private short position;

    @Enumerated(EnumType.STRING)
    private LabelFormat format;

    private byte[] image;

    record Key(String shipmentId, Instant createdAt, short position) {}

    /** For Hibernate. */
    StoredLabel() {}

    /** @param position of its package, from 1 on */
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
