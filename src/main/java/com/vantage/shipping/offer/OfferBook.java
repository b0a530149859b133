package com.vantage.shipping.offer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.logging.Log;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.value.ReactiveValueCommands;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The offers of the last half hour, in Redis, so that any replica can sell what another one quoted. An offer's id cannot
 * be guessed, and is all that one needs to buy it: the app that asks for a price is seldom the one that buys.
 */
@ApplicationScoped
public class OfferBook {
    private static final Duration LIFE = Duration.ofMinutes(30);
    /** A quote does not wait for a slow Redis; it goes out without ids instead. */
    private static final Duration PATIENCE = Duration.ofMillis(250);
    /** A purchase waits longer: without its offer it cannot be made. */
    private static final Duration BUYERS_PATIENCE = Duration.ofSeconds(2);

    private static final Pattern ID = Pattern.compile("q_([A-Za-z0-9_-]{22})_(\\d{1,3})");
    private static final int RANDOM_BYTES = 16;

    private final ReactiveValueCommands<String, String> redis;
    private final ObjectMapper json;
    private final SecureRandom random = new SecureRandom();

    OfferBook(ReactiveRedisDataSource redis, ObjectMapper json) {
        this.redis = redis.value(String.class);
        this.json = json;
    }

    /**
     * Keeps the offers of one answer.
     *
     * @return an id for each, in the same order; no ids at all when they could not be kept
     */
    public Uni<List<String>> keep(List<Offer> offers) {
        if (offers.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        String page = newPage();
        List<String> ids = IntStream.range(0, offers.size())
                .mapToObj(line -> "q_" + page + "_" + line)
                .toList();
        return redis.setex(key(page), LIFE.toSeconds(), write(offers))
                .replaceWith(ids)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .invoke(e -> Log.warnf("Quotes go out without ids, they cannot be kept: %s", e.getMessage()))
                .onFailure()
                .recoverWithItem(List.of());
    }

    /** The offer of this id, unless it is unknown or older than half an hour. Fails when Redis does not answer soon. */
    public Uni<Optional<Offer>> find(String id) {
        Matcher parts = ID.matcher(id);
        if (!parts.matches()) {
            return Uni.createFrom().item(Optional.empty());
        }
        int line = Integer.parseInt(parts.group(2));
        return redis.get(key(parts.group(1)))
                .ifNoItem()
                .after(BUYERS_PATIENCE)
                .fail()
                // What the client throws when a connection ends is of no type that could be told from a bug
                .onFailure()
                .transform(e -> new IOException("Failed to read an offer: " + e.getMessage(), e))
                .map(kept -> Optional.ofNullable(kept)
                        .map(this::read)
                        .flatMap(offers -> offers.stream().skip(line).findFirst()));
    }

    private String newPage() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String key(String page) {
        return "offers:" + page;
    }

    private String write(List<Offer> offers) {
        try {
            return json.writerFor(new TypeReference<List<Offer>>() {}).writeValueAsString(offers);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Offer> read(String kept) {
        try {
            return json.readValue(kept, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
