package com.vantage.shipping.shipment;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** The idempotency keys that clients have used, and the answers that were given for them. */
@ApplicationScoped
class IdempotencyKeys {
    static final String CLAIM = """
            INSERT INTO idempotency_key (client, key, body_hash, claimed_by, shipment_id, created_at)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING""";

    static final String ANSWER = "UPDATE idempotency_key SET status = $2, answer = $3 WHERE shipment_id = $1";

    private static final String FREE = "DELETE FROM idempotency_key WHERE shipment_id = $1";

    static final String FIND =
            "SELECT body_hash, claimed_by, shipment_id, status, answer FROM idempotency_key WHERE client = $1 AND key = $2";

    /** Few at a time, so that nobody waits for it. */
    static final String FORGET = """
            DELETE FROM idempotency_key WHERE (client, key) IN (
                SELECT client, key FROM idempotency_key WHERE created_at < $1 ORDER BY created_at LIMIT $2
                FOR UPDATE SKIP LOCKED)""";

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

    /**
     * A key that was used.
     *
     * @param reply empty while the purchase is under way or unknown
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by isSameRequest
    record Used(byte[] bodyHash, UUID claimant, String shipmentId, Optional<Reply> reply) {
        boolean isSameRequest(Claim claim) {
            return Arrays.equals(bodyHash, claim.bodyHash())
                    || claim.formerHash()
                            .filter(former -> Arrays.equals(bodyHash, former))
                            .isPresent();
        }

        /** Its commit went through although its connection was lost. */
        boolean isBy(Claim claim) {
            return claimant.equals(claim.claimant());
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

    Uni<Optional<Used>> find(Claim claim) {
        return database.query(FIND, Tuple.of(claim.client(), claim.key())).map(rows -> {
            RowIterator<Row> found = rows.iterator();
            return found.hasNext() ? Optional.of(toUsed(found.next())) : Optional.empty();
        });
    }

    /** Fails with {@link Taken} if the key is used already; waits for whoever is just claiming it. */
    Uni<Void> claim(SqlConnection connection, Claim claim, String shipmentId) {
        return connection
                .preparedQuery(CLAIM)
                .execute(Tuple.of(
                        claim.client(),
                        claim.key(),
                        Buffer.buffer(claim.bodyHash()),
                        claim.claimant(),
                        shipmentId,
                        clock.instant().atOffset(ZoneOffset.UTC)))
                .map(result -> {
                    if (result.rowCount() == 0) {
                        throw new Taken();
                    }
                    return null;
                });
    }

    /** The answer for the key that this shipment was made with, if it was made with one. */
    Uni<Void> answer(SqlConnection connection, Reply reply) {
        return connection
                .preparedQuery(ANSWER)
                .execute(Tuple.of(reply.shipmentId(), reply.status(), Buffer.buffer(reply.body())))
                .replaceWithVoid();
    }

    /** Nothing was bought with it: it may be used again. */
    Uni<Void> free(SqlConnection connection, String shipmentId) {
        return connection.preparedQuery(FREE).execute(Tuple.of(shipmentId)).replaceWithVoid();
    }

    /** Forgets so many keys that are older, at most. */
    Uni<Integer> forget(OffsetDateTime before, int most) {
        return database.query(FORGET, Tuple.of(before, most)).map(RowSet::rowCount);
    }

    private static Used toUsed(Row row) {
        String shipmentId = row.getString("shipment_id");
        var answer = row.getBuffer("answer");
        return new Used(
                row.getBuffer("body_hash").getBytes(),
                row.getUUID("claimed_by"),
                shipmentId,
                answer == null
                        ? Optional.empty()
                        : Optional.of(new Reply(row.getInteger("status"), answer.getBytes(), true, shipmentId)));
    }
}
