package com.vantage.shipping.shipment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.api.Sha256;
import com.vantage.shipping.shipment.IdempotencyRecord.PrimaryKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Stores clients' idempotency keys and the responses given for them. */
@ApplicationScoped
class IdempotencyStore {
    /** The header with a client's key. */
    static final String KEY = "Idempotency-Key";

    private final ShipmentTransactions database;
    private final Clock clock;

    /**
     * A request's claim to an idempotency key. Keys are scoped by client.
     *
     * @param legacyHash the request's hash in versions up to 2.2; empty if they refused the request
     * @param claimant distinguishes this request from others with the same key
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by isSameRequest
    record Claim(String client, String key, byte[] bodyHash, Optional<byte[]> legacyHash, UUID claimant) {
        Claim(String client, String key, byte[] bodyHash, Optional<byte[]> legacyHash) {
            this(client, key, bodyHash, legacyHash, UUID.randomUUID());
        }

        /** Hashes the normalized request, so that different notations of the same request are equal. */
        static Claim of(String client, String key, Object request, Optional<byte[]> legacyHash, ObjectMapper json) {
            try {
                return new Claim(client, key, Sha256.digest(json.writeValueAsBytes(request)), legacyHash);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Another request holds the key. */
    static final class KeyInUseException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        KeyInUseException() {
            super("key taken", null, false, false);
        }
    }

    IdempotencyStore(ShipmentTransactions database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    Uni<Optional<IdempotencyRecord>> find(Claim claim) {
        return database.execute(queries ->
                        queries.session().get(IdempotencyRecord.class, new PrimaryKey(claim.client(), claim.key())))
                .map(Optional::ofNullable);
    }

    /**
     * Claims the key for a shipment or a pickup. Waits for concurrent claims of the key; fails with {@link KeyInUseException} if it is in use.
     */
    Uni<Void> claim(ShipmentQueries queries, Claim claim, String shipmentId) {
        return queries.claimKey(
                        claim.client(), claim.key(), claim.bodyHash(), claim.claimant(), shipmentId, clock.instant())
                .map(claimed -> {
                    if (claimed == 0) {
                        throw new KeyInUseException();
                    }
                    return null;
                });
    }

    /** Stores the response for the shipment's key, if it has one. */
    Uni<Void> storeResponse(ShipmentQueries queries, StoredResponse response) {
        return queries.storeResponse(response.shipmentId(), (short) response.status(), response.body())
                .replaceWithVoid();
    }

    /** Releases the shipment's key for reuse, after nothing was bought. */
    Uni<Void> release(ShipmentQueries queries, String shipmentId) {
        return queries.releaseKey(shipmentId).replaceWithVoid();
    }

    /** Deletes up to so many keys that are older. */
    Uni<Integer> deleteOld(Instant before, int limit) {
        return database.execute(queries -> queries.deleteOldKeys(before, limit));
    }
}
