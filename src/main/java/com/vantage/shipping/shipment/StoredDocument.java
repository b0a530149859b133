package com.vantage.shipping.shipment;

import com.vantage.shipping.model.CustomsDocument;
import com.vantage.shipping.model.CustomsDocumentType;
import com.vantage.shipping.model.LabelFormat;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** A document of a shipment as returned by the carrier. */
@Entity
@Table(name = "shipment_document")
@IdClass(StoredDocument.Key.class)
class StoredDocument {
    @Id
    private String shipmentId;

    /** The shipment's creation time. */
    @Id
    private Instant createdAt;

    @Id
    @Enumerated(EnumType.STRING)
    private CustomsDocumentType type;

    @Enumerated(EnumType.STRING)
    private LabelFormat format;

    private byte[] image;

    record Key(String shipmentId, Instant createdAt, CustomsDocumentType type) {}

    /** For Hibernate. */
    StoredDocument() {}

    StoredDocument(Shipment shipment, CustomsDocument document, byte[] image) {
        this.shipmentId = shipment.id();
        this.createdAt = shipment.createdAt();
        this.type = document.type();
        this.format = document.format();
        this.image = image;
    }

    LabelFormat format() {
        return format;
    }

    byte[] image() {
        return image;
    }
}
