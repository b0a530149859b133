package com.vantage.shipping.shipment;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;

/** The idempotency keys that clients have used, and the answers that were given for them. */
@ApplicationScoped
class IdempotencyKeys {
    private static final String CLAIM = """
            INSERT INTO idempotency_key (client, key, body_hash, shipment_id, created_at)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING""";

    private static final String ANSWER =
            "UPDATE idempotency_key SET status = $3, answer = $4 WHERE client = $1 AND key = $2";

    private static final String FREE = "DELETE FROM idempotency_key WHERE client = $1 AND key = $2";

    private static final String FIND = """
            SELECT k.body_hash, k.shipment_id, k.status, k.answer FROM idempotency_key k
            WHERE k.client = $1 AND k.key = $2""";

    private final Database database;
    private final Clock clock;

    /** A key that a client sends with a request. Keys of different clients have nothing to do with each other. */
    @SuppressWarnings("ArrayRecordComponent") // compared by isSameRequest
    record Claim(String client, String key, byte[] bodyHash) {}

    /**
     * A key that was used.
     *
     * @param reply empty while the purchase is under way or unknown
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by isSameRequest
    record Used(byte[] bodyHash, String shipmentId, Optional<Reply> reply) {
        boolean isSameRequest(Claim claim) {
            return Arrays.equals(bodyHash, claim.bodyHash());
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
                        shipmentId,
                        clock.instant().atOffset(ZoneOffset.UTC)))
                .map(result -> {
                    if (result.rowCount() == 0) {
                        throw new Taken();
                    }
                    return null;
                });
    }

    Uni<Void> answer(SqlConnection connection, Optional<Claim> claim, Reply reply) {
        return claim.map(key -> connection
                        .preparedQuery(ANSWER)
                        .execute(Tuple.of(key.client(), key.key(), reply.status(), Buffer.buffer(reply.body())))
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    Uni<Void> free(SqlConnection connection, Optional<Claim> claim) {
        return claim.map(key -> connection
                        .preparedQuery(FREE)
                        .execute(Tuple.of(key.client(), key.key()))
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static Used toUsed(Row row) {
        String shipmentId = row.getString("shipment_id");
        var answer = row.getBuffer("answer");
        return new Used(
                row.getBuffer("body_hash").getBytes(),
                shipmentId,
                answer == null
                        ? Optional.empty()
                        : Optional.of(new Reply(row.getInteger("status"), answer.getBytes(), true, shipmentId)));
    }
}
