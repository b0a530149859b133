package com.vantage.shipping.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import io.quarkus.logging.Log;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.value.ReactiveValueCommands;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The carriers' answers of the last minutes, in Redis, for all replicas. Without Redis there is nothing in it. */
@ApplicationScoped
class TrackingCache {
    /** A slow Redis must not make a caller wait longer than asking the carrier would. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final ReactiveValueCommands<String, String> redis;
    private final ObjectMapper json;

    /**
     * A carrier's answer, and until when it may be given again.
     *
     * @param askedAt when the carrier said so
     */
    record Kept(Tracking tracking, Instant askedAt, Instant freshUntil) {}

    TrackingCache(ReactiveRedisDataSource redis, ObjectMapper json) {
        this.redis = redis.value(String.class);
        this.json = json;
    }

    Uni<Optional<Kept>> find(CarrierCode carrier, TrackingNumber number) {
        return redis.get(key(carrier, number))
                .map(kept -> Optional.ofNullable(kept).map(this::read))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .invoke(e -> Log.warnf("Tracking goes on without its cache: %s", e.getMessage()))
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    /** Never fails: what cannot be kept is asked again. */
    Uni<Void> keep(CarrierCode carrier, Kept kept) {
        long seconds =
                Math.max(1, Duration.between(kept.askedAt(), kept.freshUntil()).toSeconds());
        return redis.setex(key(carrier, kept.tracking().number()), seconds, write(kept))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .invoke(e -> Log.warnf("A tracking answer could not be kept: %s", e.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private static String key(CarrierCode carrier, TrackingNumber number) {
        return "tracking:" + carrier + ":" + number;
    }

    private String write(Kept kept) {
        try {
            return json.writeValueAsString(kept);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Kept read(String kept) {
        try {
            return json.readValue(kept, Kept.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
