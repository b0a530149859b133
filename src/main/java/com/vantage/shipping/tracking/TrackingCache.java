package com.vantage.shipping.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.model.TrackableShipment;
import io.quarkus.logging.Log;
import io.quarkus.redis.datasource.value.SetArgs;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Caches tracking in Redis for all replicas: answers of carriers, locks of calls in flight, and the shipments. Empty while
 * Redis is unavailable.
 */
@Singleton
class TrackingCache {
    /** Reads answer and failure, and takes the lock if it is free. */
    private static final String CLAIM = """
            local known = redis.call('MGET', KEYS[1], KEYS[2])
            local mine = redis.call('SET', KEYS[3], ARGV[1], 'NX', 'PX', ARGV[2])
            return { known[1], known[2], mine and 1 or 0 }""";

    /** Releases the lock, unless another replica holds it by now. */
    private static final String RELEASE = """
            if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
            return false""";

    /** Compare-and-set: replaces the answer if it is unchanged, else returns the current one. */
    private static final String SETTLE = """
            local known = redis.call('GET', KEYS[2]) or ''
            if known ~= ARGV[2] then return known end
            redis.call('SET', KEYS[2], ARGV[3], 'PX', ARGV[4])
            """ + RELEASE;

    private static final String SETTLE_WITH_FAILURE = "redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])\n" + RELEASE;

    /** Each further try means that another replica has stored an answer meanwhile. */
    private static final int MAX_SETTLE_ATTEMPTS = 5;

    private final RedisWithTimeout redis;
    private final ObjectMapper json;
    private final TrackingConfig config;

    /**
     * A stored answer.
     *
     * @param raw the value in Redis; empty if there is none
     */
    record Entry(String raw, Optional<CachedTracking> outcome) {
        static final Entry NONE = new Entry("", Optional.empty());
    }

    /**
     * The cached state of a shipment and the attempt to lock it.
     *
     * @param failure the recent failure of a call, if any
     * @param isAcquired whether the claimer now holds the lock and is to call the carrier
     */
    record Claim(Entry answer, Optional<CachedTracking> failure, boolean isAcquired) {}

    TrackingCache(RedisWithTimeout redis, ObjectMapper json, TrackingConfig config) {
        this.redis = redis;
        this.json = json;
        this.config = config;
    }

    /** Never fails. */
    Uni<Optional<CachedTracking>> find(TrackingCacheKey shipment) {
        return redis.execute(store -> store.value(String.class).get(shipment.answer()))
                .map(stored -> entry(shipment, stored).outcome())
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    /**
     * Reads the state and tries to take the lock. Fails if Redis is unavailable.
     *
     * @param token owner of the lock; unique per claimer
     * @param ttl expiry of a lock that is never released
     */
    Uni<Claim> claim(TrackingCacheKey shipment, String token, Duration ttl) {
        return redis.execute(store -> store.execute(
                        "EVAL",
                        CLAIM,
                        "3",
                        shipment.answer(),
                        shipment.failure(),
                        shipment.lock(),
                        token,
                        Long.toString(ttl.toMillis())))
                .map(reply -> new Claim(
                        entry(shipment, text(reply.get(0))),
                        parse(shipment, text(reply.get(1))),
                        reply.get(2).toInteger() == 1));
    }

    /**
     * Stores an answer and releases the lock. If another replica has stored one meanwhile, merges again, so that neither is
     * lost. Never fails.
     *
     * @param known the stored answer when the lock was taken
     * @param merge derives the new answer from the stored one
     * @return the new answer
     */
    Uni<CachedTracking> settle(
            TrackingCacheKey shipment,
            String token,
            Entry known,
            Function<Optional<CachedTracking>, CachedTracking> merge) {
        return settle(shipment, token, known, merge, MAX_SETTLE_ATTEMPTS);
    }

    /** Stores a failure for the waiting replicas and releases the lock. Never fails. */
    Uni<Void> settleWithFailure(TrackingCacheKey shipment, String token, CachedTracking failure) {
        return redis.execute(store -> store.execute(
                        "EVAL",
                        SETTLE_WITH_FAILURE,
                        "2",
                        shipment.lock(),
                        shipment.failure(),
                        token,
                        write(CachedTrackingJson.of(failure)),
                        millis(failure.lifetime())))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Releases the lock without a result. Never fails. */
    Uni<Void> release(TrackingCacheKey shipment, String token) {
        return redis.execute(store -> store.execute("EVAL", RELEASE, "1", shipment.lock(), token))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Never fails. */
    Uni<Optional<TrackableShipment>> findShipment(String shipmentId) {
        return redis.execute(store -> store.value(String.class).get(shipmentKey(shipmentId)))
                .map(cached -> read(cached, TrackableShipment.class))
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    /** Stores a shipment; one that is not cancelled never replaces a stored one, which may be newer. Never fails. */
    Uni<Void> storeShipment(TrackableShipment shipment) {
        SetArgs ttl = new SetArgs().px(config.shipmentTtl());
        return redis.execute(store -> store.value(String.class)
                        .set(
                                shipmentKey(shipment.shipmentId()),
                                write(shipment),
                                shipment.cancelled() ? ttl : ttl.nx()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<CachedTracking> settle(
            TrackingCacheKey shipment,
            String token,
            Entry known,
            Function<Optional<CachedTracking>, CachedTracking> merge,
            int attemptsLeft) {
        CachedTracking answer = merge.apply(known.outcome());
        if (attemptsLeft == 0) {
            Log.warnf("Could not store %s: other replicas changed it %d times", shipment.answer(), MAX_SETTLE_ATTEMPTS);
            return release(shipment, token).replaceWith(answer);
        }
        return redis.execute(store -> store.execute(
                        "EVAL",
                        SETTLE,
                        "2",
                        shipment.lock(),
                        shipment.answer(),
                        token,
                        known.raw(),
                        write(CachedTrackingJson.of(answer)),
                        millis(retention(answer))))
                .map(Optional::ofNullable)
                .onFailure()
                .recoverWithItem(Optional.empty())
                .flatMap(changed -> changed.map(reply ->
                                settle(shipment, token, entry(shipment, reply.toString()), merge, attemptsLeft - 1))
                        .orElseGet(() -> Uni.createFrom().item(answer)));
    }

    /** Long enough for the answer to be returned as stale. */
    private Duration retention(CachedTracking answer) {
        Duration minimum = answer.lifetime().plus(config.staleTtl());
        boolean isKnown = answer.outcome() instanceof Answered;
        return isKnown && config.lastAnswerRetention().compareTo(minimum) > 0 ? config.lastAnswerRetention() : minimum;
    }

    private static String millis(Duration ttl) {
        return Long.toString(Math.max(1, ttl.toMillis()));
    }

    private static @Nullable String text(@Nullable Response part) {
        return part == null ? null : part.toString();
    }

    private Entry entry(TrackingCacheKey shipment, @Nullable String stored) {
        return stored == null ? Entry.NONE : new Entry(stored, parse(shipment, stored));
    }

    private Optional<CachedTracking> parse(TrackingCacheKey shipment, @Nullable String stored) {
        return read(stored, CachedTrackingJson.class)
                .map(CachedTrackingJson::toCachedOutcome)
                .map(cached -> cached.coveringOnly(shipment.numbers()));
    }

    /** Not {@code tracking:parcel:}, where earlier versions store one package only. */
    private static String shipmentKey(String shipmentId) {
        return "tracking:shipment:" + shipmentId;
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Values that cannot be read, written by another version of this service, count as absent. */
    private <T> Optional<T> read(@Nullable String cached, Class<T> type) {
        try {
            return cached == null || cached.isEmpty() ? Optional.empty() : Optional.of(json.readValue(cached, type));
        } catch (JsonProcessingException e) {
            Log.warnf("Could not read a value of the tracking cache: %s", e.getOriginalMessage());
            return Optional.empty();
        }
    }
}
