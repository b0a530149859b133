package com.vantage.shipping.shipment;

import com.vantage.shipping.api.json.CustomsBody;
import com.vantage.shipping.api.json.OptionsBody;
import com.vantage.shipping.model.Surcharge;
import com.vantage.shipping.shipment.Shipment.Details;
import com.vantage.shipping.shipment.Shipment.ListedDocument;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.JdbcType;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * Addresses, surcharges, customs and the list of documents of a shipment, in a separate table: personal data is kept only while there is a label that
 * shows it. Shipments older than this table have none.
 */
@Entity
@Table(name = "shipment_detail")
@IdClass(ShipmentDetailsEntity.Key.class)
class ShipmentDetailsEntity {
    @Id
    private String shipmentId;

    /** The shipment's creation time. */
    @Id
    private Instant createdAt;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable AddressView origin;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable AddressView destination;

    @JdbcType(JsonArrayType.class)
    private @Nullable List<Surcharge> surcharges;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable CustomsBody customs;

    @JdbcType(JsonArrayType.class)
    private @Nullable List<ListedDocument> documents;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable OptionsBody options;

    record Key(String shipmentId, Instant createdAt) {}

    /** For Hibernate. */
    ShipmentDetailsEntity() {}

    ShipmentDetailsEntity(Shipment shipment) {
        Details details = shipment.details();
        this.shipmentId = shipment.id();
        this.createdAt = shipment.createdAt();
        this.origin = details.origin();
        this.destination = details.destination();
        this.surcharges = details.surcharges();
        this.customs = details.customs();
        this.documents = details.documents();
        this.options = details.options();
    }

    String shipmentId() {
        return shipmentId;
    }

    Details details() {
        return new Details(origin, destination, surcharges, customs, documents, options);
    }
}
