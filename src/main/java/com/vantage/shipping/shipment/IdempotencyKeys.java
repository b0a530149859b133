package com.vantage.shipping.shipment;

import com.vantage.shipping.shipment.IdempotencyKey.PrimaryKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The idempotency keys that clients have used, and the answers that were given for them. */
@ApplicationScoped
class IdempotencyKeys {
    private final Database database;
    private final Clock clock;

    /**
     * A key that a client sends with a request. Keys of different clients have nothing to do with each other.
     *
     * @param formerHash the hash that versions up to 2.2 made of the request; empty if they refused it
     * @param claimant tells this very request from another one with the same key
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by isSameRequest
    record Claim(String client, String key, byte[] bodyHash, Optional<byte[]> formerHash, UUID claimant) {
        Claim(String client, String key, byte[] bodyHash, Optional<byte[]> formerHash) {
            this(client, key, bodyHash, formerHash, UUID.randomUUID());
        }
    }

    /** Somebody else holds the key. */
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

    /** Fails with {@link Taken} if the key is used already; waits for whoever is just claiming it. */
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

    /** The answer for the key that this shipment was made with, if it was made with one. */
    Uni<Void> answer(ShipmentQueries queries, Reply reply) {
        return queries.answerKey(reply.shipmentId(), (short) reply.status(), reply.body())
                .replaceWithVoid();
    }

    /** Nothing was bought with it: it may be used again. */
    Uni<Void> free(ShipmentQueries queries, String shipmentId) {
        return queries.freeKey(shipmentId).replaceWithVoid();
    }

    /** Forgets so many keys that are older, at most. */
    Uni<Integer> forget(Instant before, int most) {
        return database.statement(queries -> queries.forgetKeys(before, most));
    }
}
