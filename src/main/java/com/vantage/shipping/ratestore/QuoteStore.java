package com.vantage.shipping.ratestore;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Rate;
import io.quarkus.logging.Log;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.value.ReactiveValueCommands;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
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
 * Stores quotes in Redis for {@value #TTL_MINUTES} minutes, so that any replica can sell what another one quoted. The id of a quote cannot
 * be guessed and suffices to buy it, because the client that quotes is rarely the one that buys.
 */
@Singleton
public class QuoteStore {
    /** How long a quote can be bought. */
    public static final int TTL_MINUTES = 30;

    private static final Duration TTL = Duration.ofMinutes(TTL_MINUTES);
    /** Beyond this, the quote is returned without ids. */
    private static final Duration TIMEOUT = Duration.ofMillis(250);
    /** Longer, because a purchase cannot proceed without its quote. */
    private static final Duration PURCHASE_TIMEOUT = Duration.ofSeconds(2);

    private static final Pattern ID = Pattern.compile("q_([A-Za-z0-9_-]{22})_(\\d{1,3})");
    private static final int RANDOM_BYTES = 16;

    private final ReactiveValueCommands<String, String> redis;
    private final ObjectMapper json;
    private final SecureRandom random = new SecureRandom();

    /** A {@link QuotedRate} as it is written: its request, the same in all quotes that are stored together, is serialised once. */
    private record QuoteJson(
            CarrierCode carrier, @JsonRawValue String request, Rate rate) {}

    QuoteStore(ReactiveRedisDataSource redis, ObjectMapper json) {
        this.redis = redis.value(String.class);
        this.json = json;
    }

    /**
     * Stores the quotes that answer one request.
     *
     * @return an id for each quote, in the same order; empty if they could not be stored
     */
    public Uni<List<String>> save(List<QuotedRate> quotes) {
        if (quotes.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        String page = newPage();
        List<String> ids = IntStream.range(0, quotes.size())
                .mapToObj(line -> "q_" + page + "_" + line)
                .toList();
        return redis.setex(key(page), TTL.toSeconds(), write(quotes))
                .replaceWith(ids)
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .onFailure()
                .invoke(e -> Log.warnf("Could not store quotes; returning them without ids: %s", e.getMessage()))
                .onFailure()
                .recoverWithItem(List.of());
    }

    /** Finds a quote by its id; empty if it is unknown or expired. Fails if Redis does not answer in time. */
    public Uni<Optional<QuotedRate>> find(String id) {
        Matcher parts = ID.matcher(id);
        if (!parts.matches()) {
            return Uni.createFrom().item(Optional.empty());
        }
        int line = Integer.parseInt(parts.group(2));
        return redis.get(key(parts.group(1)))
                .ifNoItem()
                .after(PURCHASE_TIMEOUT)
                .fail()
                // The client's exception for a closed connection has no type of its own
                .onFailure()
                .transform(e -> new IOException("Could not read the quote: " + e.getMessage(), e))
                .map(stored -> Optional.ofNullable(stored)
                        .map(this::read)
                        .flatMap(quotes -> quotes.stream().skip(line).findFirst()));
    }

    private String newPage() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String key(String page) {
        return "offers:" + page;
    }

    private String write(List<QuotedRate> quotes) {
        try {
            String request = json.writeValueAsString(quotes.getFirst().request());
            return json.writeValueAsString(quotes.stream()
                    .map(quote -> new QuoteJson(quote.carrier(), request, quote.rate()))
                    .toList());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<QuotedRate> read(String stored) {
        try {
            return json.readValue(stored, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
