package com.vantage.shipping.ratelimit;

import com.vantage.shipping.ratelimit.RateLimit.PermitDecision;
import com.vantage.shipping.ratelimit.RateLimit.PermitRequest;
import com.vantage.shipping.ratelimit.RedisCounters.RedisReply;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Enforces limits across all replicas with counts in Redis. While Redis is unavailable, each replica enforces its share of
 * every limit locally.
 */
@Singleton
public class RateLimiter {
    private final RedisCounters shared;
    private final LocalFallback local;
    private final PermitBatcher batcher;
    private final RateLimiterConfig config;
    private final Clock clock;
    private final AtomicBoolean isProbing = new AtomicBoolean();

    RateLimiter(RedisCounters shared, RateLimiterConfig config, MeterRegistry meters, Clock clock, Vertx vertx) {
        this.shared = shared;
        this.local = new LocalFallback(config.replicas(), config.redisRetryDelay(), clock);
        this.batcher = new PermitBatcher(vertx, this::acquire);
        this.config = config;
        this.clock = clock;
        Gauge.builder("ratelimit.shared", this, limiter -> limiter.isShared() ? 1 : 0)
                .description(
                        "1 while limits are counted in Redis for all replicas, 0 while each replica enforces its share")
                .register(meters);
    }

    /**
     * Requests one permit. Never fails. Concurrent requests, such as those for the carriers of a quote, share one round trip.
     */
    public Uni<PermitDecision> acquire(PermitRequest request) {
        return batcher.acquire(request);
    }

    /** Requests several permits in one round trip to Redis. Never fails; the result has the order of the requests. */
    public Uni<List<PermitDecision>> acquire(List<PermitRequest> requests) {
        return Uni.createFrom().deferred(() -> {
            long now = clock.millis();
            if (local.isActive()) {
                probeRedis(now);
                return Uni.createFrom().item(local.acquire(requests, now));
            }
            long fallbacksBefore = local.fallbackCount();
            List<Long> waits = local.waits(requests, now);
            return callRedis(withoutWaiting(requests, waits))
                    .map(answer -> local.onAnswer(requests, waits, answer, fallbacksBefore))
                    .onFailure()
                    .recoverWithItem(failure -> local.onFailure(requests, failure));
        });
    }

    /** Closes the limit on all replicas for a while, because the other side has reported that it is exceeded. */
    public Uni<Void> suspend(RateLimit limit, Duration duration) {
        local.suspend(limit, duration);
        return shared.suspend(limit, duration)
                .ifNoItem()
                .after(config.redisTimeout())
                .fail()
                .onFailure()
                .invoke(e -> Log.warnf("Could not close limit %s for other replicas: %s", limit.name(), e.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Whether limits are counted in Redis for all replicas. */
    public boolean isShared() {
        return !local.isActive();
    }

    private Uni<RedisReply> callRedis(List<PermitRequest> requests) {
        return shared.acquire(requests).ifNoItem().after(config.redisTimeout()).fail();
    }

    /** Asks Redis only for the usage of limits that this replica's shares do not grant. */
    private static List<PermitRequest> withoutWaiting(List<PermitRequest> requests, List<Long> waits) {
        return IntStream.range(0, requests.size())
                .mapToObj(i -> waits.get(i) > 0 ? requests.get(i).withoutCalls() : requests.get(i))
                .toList();
    }

    /** Probes Redis in the background, so that no request waits for it. */
    private void probeRedis(long now) {
        if (local.isProbeDue(now) && isProbing.compareAndSet(false, true)) {
            callRedis(List.of())
                    .onTermination()
                    .invoke(() -> isProbing.set(false))
                    .subscribe()
                    .with(local::onAnswer, failure -> local.onFailure(List.of(), failure));
        }
    }
}
