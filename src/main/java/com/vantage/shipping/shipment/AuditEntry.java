package com.vantage.shipping.shipment;

import com.vantage.shipping.api.security.Actor;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An entry of the audit trail. PostgreSQL numbers the entries and rejects changes to them. */
@Entity
class AuditEntry {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long number;

    private Instant at;
    private String client;
    private @Nullable String subject;
    private boolean operator;
    private String action;
    private @Nullable String shipmentId;
    private @Nullable String pickupId;
    private String requestId;

    /** For Hibernate. */
    AuditEntry() {}

    /**
     * Creates an entry about a shipment, a pickup, or a shipment of a pickup.
     *
     * @param requestId of the request that caused the action
     */
    AuditEntry(
            Instant at,
            Actor actor,
            AuditTrail.Action action,
            @Nullable String shipmentId,
            @Nullable String pickupId,
            String requestId) {
        this.at = at;
        this.client = actor.client();
        this.subject = actor.subject();
        this.operator = actor.operator();
        this.action = action.code();
        this.shipmentId = shipmentId;
        this.pickupId = pickupId;
        this.requestId = requestId;
    }

    /** Position in the trail. */
    AuditTrail.Cursor cursor() {
        return new AuditTrail.Cursor(at, number);
    }

    Actor actor() {
        return new Actor(client, subject, operator);
    }

    String action() {
        return action;
    }

    @Nullable
    String shipmentId() {
        return shipmentId;
    }

    @Nullable
    String pickupId() {
        return pickupId;
    }

    /** Id of the request that caused the action. */
    String requestId() {
        return requestId;
    }
}
