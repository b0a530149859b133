package com.vantage.shipping.address;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.api.Sha256;
import com.vantage.shipping.model.AddressCheck;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.UsAddress;
import io.quarkus.logging.Log;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.value.ReactiveValueCommands;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps each carrier's answers about addresses in Redis for {@link AddressConfig#cacheTtl}. Empty while Redis is unavailable. */
@ApplicationScoped
class AddressCache {
    private static final Duration TIMEOUT = Duration.ofMillis(250);

    private final ReactiveValueCommands<String, String> redis;
    private final ObjectMapper json;
    private final AddressConfig config;

    /** An address that a carrier is asked about. */
    record CacheKey(CarrierCode carrier, UsAddress address) {
        /** The address is hashed, so that keys, which show up in Redis's logs, contain none. */
        private String redisKey() {
            String parts = Stream.of(
                            address.street1(),
                            address.street2(),
                            address.city(),
                            address.state(),
                            address.zip(),
                            address.country())
                    .map(part -> part == null ? "" : part.toUpperCase(Locale.ROOT))
                    .collect(Collectors.joining("\n"));
            return "address:" + carrier + ":" + HexFormat.of().formatHex(Sha256.digest(parts));
        }
    }

    AddressCache(ReactiveRedisDataSource redis, ObjectMapper json, AddressConfig config) {
        this.redis = redis.value(String.class);
        this.json = json;
        this.config = config;
    }

    /** The cached answers. Never fails. */
    Uni<Map<CacheKey, AddressCheck>> find(Collection<CacheKey> keys) {
        List<String> redisKeys =
                keys.stream().map(CacheKey::redisKey).distinct().toList();
        return redisKeys.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : withTimeout(redis.mget(redisKeys.toArray(String[]::new)))
                        .map(stored -> read(keys, stored))
                        .onFailure()
                        .invoke(e -> Log.warnf("Could not read the address cache: %s", e.getMessage()))
                        .onFailure()
                        .recoverWithItem(Map.of());
    }

    /** Stores answers. Never fails. */
    Uni<Void> store(Map<CacheKey, AddressCheck> answers) {
        return answers.isEmpty()
                ? Uni.createFrom().voidItem()
                : withTimeout(Uni.join()
                                .all(answers.entrySet().stream()
                                        .map(answer -> redis.psetex(
                                                answer.getKey().redisKey(),
                                                config.cacheTtl().toMillis(),
                                                write(answer.getValue())))
                                        .toList())
                                .andFailFast())
                        .replaceWithVoid()
                        .onFailure()
                        .invoke(e -> Log.warnf("Could not write the address cache: %s", e.getMessage()))
                        .onFailure()
                        .recoverWithNull();
    }

    private static <T> Uni<T> withTimeout(Uni<T> command) {
        return command.ifNoItem().after(TIMEOUT).fail();
    }

    private Map<CacheKey, AddressCheck> read(Collection<CacheKey> keys, Map<String, String> stored) {
        Map<CacheKey, AddressCheck> found = new HashMap<>();
        for (CacheKey key : keys) {
            AddressCheck check = read(stored.get(key.redisKey()));
            if (check != null) {
                found.put(key, check);
            }
        }
        return found;
    }

    /** Values that cannot be read, written by another version of this service, count as absent. */
    private @Nullable AddressCheck read(@Nullable String stored) {
        try {
            return stored == null ? null : json.readValue(stored, AddressCheck.class);
        } catch (JsonProcessingException e) {
            Log.warnf("Could not read a value of the address cache: %s", e.getOriginalMessage());
            return null;
        }
    }

    private String write(AddressCheck check) {
        try {
            return Objects.requireNonNull(json.writeValueAsString(check));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
