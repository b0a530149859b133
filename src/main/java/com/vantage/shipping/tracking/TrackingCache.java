package com.vantage.shipping.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known about parcels, in Redis, for all replicas: what the carriers said, who is asking one now, and whose each
 * shipment is. Without Redis there is nothing in it.
 */
@ApplicationScoped
class TrackingCache {
    /** What is known, and leave to ask the carrier if nobody has it. */
    private static final String CLAIM = """
            local known = redis.call('MGET', KEYS[1], KEYS[2])
            local mine = redis.call('SET', KEYS[3], ARGV[1], 'NX', 'PX', ARGV[2])
            return { known[1], known[2], mine and 1 or 0 }""";

    /** Keeps what came of asking; the leave is given back, unless somebody else has it by now. */
    private static final String SETTLE = """
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            if redis.call('GET', KEYS[2]) == ARGV[3] then redis.call('DEL', KEYS[2]) end
            return 1""";

    private static final String RELEASE =
            "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end return 1";

    private final QuickRedis redis;
    private final ObjectMapper json;

    /**
     * What is known about a parcel.
     *
     * @param failure why the carrier gave no answer a moment ago
     * @param mine whether it is now the claimer's turn to ask the carrier
     */
    record Claim(Optional<Kept> answer, Optional<Kept> failure, boolean mine) {}

    TrackingCache(QuickRedis redis, ObjectMapper json) {
        this.redis = redis;
        this.json = json;
    }

    /** Never fails. */
    Uni<Optional<Kept>> find(ShipmentKey parcel) {
        return redis.ask(store -> store.value(String.class).get(parcel.answer()))
                .map(this::kept)
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    /**
     * Fails when Redis is away.
     *
     * @param token whose turn it is; a new one for each claimer
     * @param life of a turn that is never given back
     */
    Uni<Claim> claim(ShipmentKey parcel, String token, Duration life) {
        return redis.ask(store -> store.execute(
                        "EVAL",
                        CLAIM,
                        "3",
                        parcel.answer(),
                        parcel.failure(),
                        parcel.lock(),
                        token,
                        Long.toString(life.toMillis())))
                .map(this::claim);
    }

    /** Keeps an answer for later and ends the turn. Never fails. */
    Uni<Void> settle(ShipmentKey parcel, String token, Kept answer, Duration life) {
        return settle(parcel.answer(), parcel, token, answer, life);
    }

    /** Tells a failure to those who wait and ends the turn. Never fails. */
    Uni<Void> settleWithFailure(ShipmentKey parcel, String token, Kept failure) {
        return settle(parcel.failure(), parcel, token, failure, failure.life());
    }

    /** Ends the turn without a word. Never fails. */
    Uni<Void> release(ShipmentKey parcel, String token) {
        return redis.ask(store -> store.execute("EVAL", RELEASE, "1", parcel.lock(), token))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Never fails. */
    Uni<Optional<TrackedShipment>> findShipment(String shipmentId) {
        return redis.ask(store -> store.value(String.class).get(shipmentKey(shipmentId)))
                .map(kept -> read(kept, TrackedShipment.class))
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    /** Never fails. */
    Uni<Void> keepShipment(TrackedShipment parcel, Duration life) {
        return redis.ask(store -> store.value(String.class)
                        .psetex(shipmentKey(parcel.shipmentId()), life.toMillis(), write(parcel)))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> settle(String key, ShipmentKey parcel, String token, Kept kept, Duration life) {
        String value = write(StoredOutcome.of(kept));
        String millis = Long.toString(Math.max(1, life.toMillis()));
        return redis.ask(store -> store.execute("EVAL", SETTLE, "2", key, parcel.lock(), value, millis, token))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Claim claim(Response reply) {
        return new Claim(
                kept(text(reply.get(0))), kept(text(reply.get(1))), reply.get(2).toInteger() == 1);
    }

    private static @Nullable String text(@Nullable Response part) {
        return part == null ? null : part.toString();
    }

    private Optional<Kept> kept(@Nullable String stored) {
        return read(stored, StoredOutcome.class).map(StoredOutcome::kept);
    }

    private static String shipmentKey(String shipmentId) {
        return "tracking:parcel:" + shipmentId;
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What another version of this service wrote, and this one cannot read, is as good as nothing. */
    private <T> Optional<T> read(@Nullable String kept, Class<T> type) {
        try {
            return kept == null ? Optional.empty() : Optional.of(json.readValue(kept, type));
        } catch (JsonProcessingException e) {
            Log.warnf("What tracking keeps cannot be read: %s", e.getOriginalMessage());
            return Optional.empty();
        }
    }
}
