package com.vantage.shipping.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.model.TrackedShipment;
import io.quarkus.logging.Log;
import io.quarkus.redis.datasource.value.SetArgs;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known about shipments, in Redis, for all replicas: what the carriers said, who is asking one now, and whose each
 * shipment is. Without Redis there is nothing in it.
 */
@ApplicationScoped
class TrackingCache {
    /** What is known, and leave to ask the carrier if nobody has it. */
    private static final String CLAIM = """
            local known = redis.call('MGET', KEYS[1], KEYS[2])
            local mine = redis.call('SET', KEYS[3], ARGV[1], 'NX', 'PX', ARGV[2])
            return { known[1], known[2], mine and 1 or 0 }""";

    /** The leave is given back, unless somebody else has it by now. */
    private static final String RELEASE = """
            if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
            return false""";

    /** Replaces what is kept, if that is still what the new value was made from; else tells what is kept now. */
    private static final String SETTLE = """
            local known = redis.call('GET', KEYS[2]) or ''
            if known ~= ARGV[2] then return known end
            redis.call('SET', KEYS[2], ARGV[3], 'PX', ARGV[4])
            """ + RELEASE;

    private static final String SETTLE_WITH_FAILURE = "redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])\n" + RELEASE;

    /** Each further try means that another replica has settled the same question meanwhile. */
    private static final int SETTLE_TRIES = 5;

    private final QuickRedis redis;
    private final ObjectMapper json;
    private final TrackingConfig config;

    /**
     * An answer as Redis holds it.
     *
     * @param raw empty if there is none
     */
    record Entry(String raw, Optional<Kept> kept) {
        static final Entry NONE = new Entry("", Optional.empty());
    }

    /**
     * What is known about a shipment.
     *
     * @param failure why the carrier gave no answer a moment ago
     * @param mine whether it is now the claimer's turn to ask the carrier
     */
    record Claim(Entry answer, Optional<Kept> failure, boolean mine) {}

    TrackingCache(QuickRedis redis, ObjectMapper json, TrackingConfig config) {
        this.redis = redis;
        this.json = json;
        this.config = config;
    }

    /** Never fails. */
    Uni<Optional<Kept>> find(ShipmentKey shipment) {
        return redis.ask(store -> store.value(String.class).get(shipment.answer()))
                .map(stored -> entry(shipment, stored).kept())
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    /**
     * Fails when Redis is away.
     *
     * @param token whose turn it is; a new one for each claimer
     * @param life of a turn that is never given back
     */
    Uni<Claim> claim(ShipmentKey shipment, String token, Duration life) {
        return redis.ask(store -> store.execute(
                        "EVAL",
                        CLAIM,
                        "3",
                        shipment.answer(),
                        shipment.failure(),
                        shipment.lock(),
                        token,
                        Long.toString(life.toMillis())))
                .map(reply -> new Claim(
                        entry(shipment, text(reply.get(0))),
                        kept(shipment, text(reply.get(1))),
                        reply.get(2).toInteger() == 1));
    }

    /**
     * Keeps an answer for later and ends the turn. If another replica has kept one meanwhile, the answer is made anew from
     * that one, so that neither is lost. Never fails.
     *
     * @param known what was kept when the turn began
     * @param merge makes the answer from what is kept
     * @return the answer
     */
    Uni<Kept> settle(ShipmentKey shipment, String token, Entry known, Function<Optional<Kept>, Kept> merge) {
        return settle(shipment, token, known, merge, SETTLE_TRIES);
    }

    /** Tells a failure to those who wait and ends the turn. Never fails. */
    Uni<Void> settleWithFailure(ShipmentKey shipment, String token, Kept failure) {
        return redis.ask(store -> store.execute(
                        "EVAL",
                        SETTLE_WITH_FAILURE,
                        "2",
                        shipment.lock(),
                        shipment.failure(),
                        token,
                        write(StoredOutcome.of(failure)),
                        millis(failure.life())))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Ends the turn without a word. Never fails. */
    Uni<Void> release(ShipmentKey shipment, String token) {
        return redis.ask(store -> store.execute("EVAL", RELEASE, "1", shipment.lock(), token))
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

    /** Keeps a shipment; one that is not cancelled never replaces what is kept, which may be newer. Never fails. */
    Uni<Void> keepShipment(TrackedShipment shipment) {
        SetArgs life = new SetArgs().px(config.keepParcel());
        return redis.ask(store -> store.value(String.class)
                        .set(
                                shipmentKey(shipment.shipmentId()),
                                write(shipment),
                                shipment.cancelled() ? life : life.nx()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Kept> settle(
            ShipmentKey shipment, String token, Entry known, Function<Optional<Kept>, Kept> merge, int tries) {
        Kept answer = merge.apply(known.kept());
        if (tries == 0) {
            Log.warnf("Could not keep %s: other replicas changed it %d times", shipment.answer(), SETTLE_TRIES);
            return release(shipment, token).replaceWith(answer);
        }
        return redis.ask(store -> store.execute(
                        "EVAL",
                        SETTLE,
                        "2",
                        shipment.lock(),
                        shipment.answer(),
                        token,
                        known.raw(),
                        write(StoredOutcome.of(answer)),
                        millis(retention(answer))))
                .map(Optional::ofNullable)
                .onFailure()
                .recoverWithItem(Optional.empty())
                .flatMap(changed -> changed.map(
                                reply -> settle(shipment, token, entry(shipment, reply.toString()), merge, tries - 1))
                        .orElseGet(() -> Uni.createFrom().item(answer)));
    }

    /** At least until it may not stand in any more for a carrier that cannot be asked. */
    private Duration retention(Kept answer) {
        Duration least = answer.life().plus(config.keepStale());
        boolean isKnown = answer.outcome() instanceof Answered;
        return isKnown && config.keepSeen().compareTo(least) > 0 ? config.keepSeen() : least;
    }

    private static String millis(Duration life) {
        return Long.toString(Math.max(1, life.toMillis()));
    }

    private static @Nullable String text(@Nullable Response part) {
        return part == null ? null : part.toString();
    }

    private Entry entry(ShipmentKey shipment, @Nullable String stored) {
        return stored == null ? Entry.NONE : new Entry(stored, kept(shipment, stored));
    }

    private Optional<Kept> kept(ShipmentKey shipment, @Nullable String stored) {
        return read(stored, StoredOutcome.class).map(StoredOutcome::kept).map(kept -> kept.about(shipment.numbers()));
    }

    /** Not {@code tracking:parcel:}: what former versions keep there names one package only. */
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

    /** What another version of this service wrote, and this one cannot read, is as good as nothing. */
    private <T> Optional<T> read(@Nullable String kept, Class<T> type) {
        try {
            return kept == null || kept.isEmpty() ? Optional.empty() : Optional.of(json.readValue(kept, type));
        } catch (JsonProcessingException e) {
            Log.warnf("What tracking keeps cannot be read: %s", e.getOriginalMessage());
            return Optional.empty();
        }
    }
}
