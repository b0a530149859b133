package com.vantage.shipping.ratestore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateRequest;
import io.quarkus.logging.Log;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.value.ReactiveValueCommands;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The latest rates of each carrier and {@link Lane}, kept in Redis as estimates for the time when the carrier gives no answer. */
@ApplicationScoped
public class RateEstimates {
    /** Short, because the deadline may have passed. Beyond it there is no estimate. */
    private static final Duration TIMEOUT = Duration.ofMillis(100);

    private final ReactiveValueCommands<String, String> redis;
    private final ObjectMapper json;
    private final EstimateConfig config;
    private final Clock clock;

    /**
     * Rates that a carrier stated before.
     *
     * @param rates without what was true for their ship date only: delivery date, guarantee, and terms to buy at the price
     */
    public record Estimate(Instant asOf, List<Rate> rates) {}

    public RateEstimates(ReactiveRedisDataSource redis, ObjectMapper json, EstimateConfig config, Clock clock) {
        this.redis = redis.value(String.class);
        this.json = json;
        this.config = config;
        this.clock = clock;
    }

    public boolean isEnabled() {
        return config.estimates();
    }

    /** Stores rates that a carrier has just stated, without waiting for Redis. Never fails. */
    public void store(CarrierCode carrier, RateRequest request, List<Rate> rates) {
        if (rates.isEmpty()) {
            return;
        }
        Uni.createFrom()
                .deferred(() -> redis.setex(
                        Lane.of(carrier, request).redisKey(),
                        config.estimateMaxAge().toSeconds(),
                        write(new Estimate(
                                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                                rates.stream().map(RateEstimates::withoutDay).toList()))))
                .subscribe()
                .with(
                        stored -> {},
                        e -> Log.debugf(
                                "Could not store an estimate; storing the quotes fails too: %s", e.getMessage()));
    }

    /** Finds the latest rates for similar requests. Never fails. */
    public Uni<Optional<Estimate>> find(CarrierCode carrier, RateRequest request) {
        return Uni.createFrom()
                .deferred(() -> redis.get(Lane.of(carrier, request).redisKey()))
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .map(stored -> Optional.ofNullable(stored).map(this::read))
                .onFailure()
                .invoke(e -> Log.warnf("Could not read an estimate: %s", e.getMessage()))
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    private static Rate withoutDay(Rate rate) {
        return new Rate(
                rate.service(), rate.total(), rate.list(), rate.surcharges(), rate.transitDays(), null, false, null);
    }

    private String write(Estimate estimate) {
        try {
            return Objects.requireNonNull(json.writeValueAsString(estimate));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Estimate read(String stored) {
        try {
            return json.readValue(stored, Estimate.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
