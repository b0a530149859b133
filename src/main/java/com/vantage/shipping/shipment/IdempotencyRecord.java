package com.vantage.shipping.shipment;

import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.shipment.IdempotencyStore.Claim;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An idempotency key used by a client, with its response. */
@Entity
@Table(name = "idempotency_key")
@SuppressWarnings("unused") // of columns that only queries read
@IdClass(IdempotencyRecord.PrimaryKey.class)
class IdempotencyRecord {
    @Id
    private String client;

    @Id
    @Column(name = "key")
    private String value;

    private byte[] bodyHash;
    private UUID claimedBy;
    /** Or that of a pickup. */
    private String shipmentId;

    private @Nullable Short status;

    @Column(name = "answer")
    private byte @Nullable [] response;

    private Instant createdAt;

    record PrimaryKey(String client, String value) {}

    /** For Hibernate. */
    IdempotencyRecord() {}

    boolean isSameRequest(Claim claim) {
        return Arrays.equals(bodyHash, claim.bodyHash())
                || claim.legacyHash()
                        .filter(hash -> Arrays.equals(bodyHash, hash))
                        .isPresent();
    }

    /** The problem of another request with this key. */
    ProblemException mismatch() {
        ProblemException problem = ProblemType.IDEMPOTENCY_MISMATCH
                .withDetail("this Idempotency-Key was already used for a different request")
                .retryable(false);
        return Pickup.isId(shipmentId) ? problem.pickupId(shipmentId) : problem.shipmentId(shipmentId);
    }

    /** Whether this claim's own transaction stored the key, though its connection was lost. */
    boolean isClaimedBy(Claim claim) {
        return claimedBy.equals(claim.claimant());
    }

    /** Id of the shipment or pickup. */
    String shipmentId() {
        return shipmentId;
    }

    /** The stored response; empty while the purchase is in progress or its outcome unknown. */
    Optional<StoredResponse> response() {
        return status == null || response == null
                ? Optional.empty()
                : Optional.of(new StoredResponse(status, response, true, shipmentId));
    }
}
