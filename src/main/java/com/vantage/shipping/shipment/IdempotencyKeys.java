package com.vantage.shipping.shipment;

import com.vantage.shipping.shipment.IdempotencyKey.PrimaryKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Stores clients' idempotency keys and the responses given for them. */
@ApplicationScoped
class IdempotencyKeys {
    private final Database database;
    private final Clock clock;

    /**
     * A request's claim to an idempotency key. Keys are scoped by client.
     *
     * @param formerHash the request's hash in versions up to 2.2; empty if they refused the request
     * @param claimant distinguishes this request from others with the same key
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by isSameRequest
    record Claim(String client, String key, byte[] bodyHash, Optional<byte[]> formerHash, UUID claimant) {
        Claim(String client, String key, byte[] bodyHash, Optional<byte[]> formerHash) {
            this(client, key, bodyHash, formerHash, UUID.randomUUID());
        }
    }

    /** Another request holds the key. */
    static final class Taken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Taken() {
            super("key taken", null, false, false);
        }
    }

    IdempotencyKeys(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    Uni<Optional<IdempotencyKey>> find(Claim claim) {
        return database.statement(queries ->
                        queries.session().get(IdempotencyKey.class, new PrimaryKey(claim.client(), claim.key())))
                .map(Optional::ofNullable);
    }

    /**
     * Claims the key for a shipment. Waits for concurrent claims of the key; fails with {@link Taken} if it is in use.
     */
    Uni<Void> claim(ShipmentQueries queries, Claim claim, String shipmentId) {
        return queries.claimKey(
                        claim.client(), claim.key(), claim.bodyHash(), claim.claimant(), shipmentId, clock.instant())
                .map(claimed -> {
                    if (claimed == 0) {
                        throw new Taken();
                    }
                    return null;
                });
    }

    /** Stores the response for the shipment's key, if it has one. */
    Uni<Void> answer(ShipmentQueries queries, StoredReply reply) {
        return queries.answerKey(reply.shipmentId(), (short) reply.status(), reply.body())
                .replaceWithVoid();
    }

    /** Releases the shipment's key for reuse, after nothing was bought. */
    Uni<Void> free(ShipmentQueries queries, String shipmentId) {
        return queries.freeKey(shipmentId).replaceWithVoid();
    }

    /** Deletes up to so many keys that are older. */
    Uni<Integer> forget(Instant before, int most) {
        return database.statement(queries -> queries.forgetKeys(before, most));
    }
}
