package com.vantage.shipping.ratelimit;

import com.vantage.shipping.ratelimit.RateLimit.PermitDecision;
import com.vantage.shipping.ratelimit.RateLimit.PermitRequest;
import com.vantage.shipping.ratelimit.RedisCounters.Answer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Enforces limits across all replicas with counts in Redis. While Redis is unavailable, each replica enforces its share of
 * every limit locally. After Redis has returned or lost its data, replicas also enforce their shares for one more window of
 * each limit, so that local and shared grants together never exceed it.
 */
@Singleton
public class RateLimiter {
    /** Bounds the run time of a script, which blocks Redis. */
    private static final int MAX_BATCH_SIZE = 50;

    private final RedisCounters shared;
    private final LocalCounters local;
    private final RateLimiterConfig config;
    private final Clock clock;

    private final Vertx vertx;
    private final List<PendingRequest> pending = new ArrayList<>();

    /** Since when Redis has counted without loss of data; 0 if always. */
    private volatile long countingSince;

    /** Number of switches to local counting; tells late answers of Redis from current ones. */
    private final AtomicLong fallbackCount = new AtomicLong();

    private final AtomicBoolean isProbing = new AtomicBoolean();

    private volatile long epoch;
    private volatile long probeAt;
    private volatile boolean isShared = true;
    private volatile int replicas;

    private record PendingRequest(PermitRequest request, UniEmitter<? super PermitDecision> caller) {}

    RateLimiter(RedisCounters shared, RateLimiterConfig config, MeterRegistry meters, Clock clock, Vertx vertx) {
        this.vertx = vertx;
        this.shared = shared;
        this.local = new LocalCounters();
        this.config = config;
        this.clock = clock;
        this.replicas = config.replicas();
        Gauge.builder("ratelimit.shared", this, limiter -> limiter.isShared ? 1 : 0)
                .description(
                        "1 while limits are counted in Redis for all replicas, 0 while each replica enforces its share")
                .register(meters);
    }

    /**
     * Requests one permit. Never fails. Concurrent requests, such as those for the carriers of a quote, share one round trip.
     */
    public Uni<PermitDecision> acquire(PermitRequest request) {
        return Uni.createFrom().emitter(caller -> enqueue(new PendingRequest(request, caller)));
    }

    /** Requests several permits in one round trip to Redis. Never fails; the result has the order of the requests. */
    public Uni<List<PermitDecision>> acquire(List<PermitRequest> requests) {
        return Uni.createFrom().deferred(() -> {
            long now = clock.millis();
            if (!isShared) {
                probeRedis(now);
                return Uni.createFrom().item(acquireLocally(requests, now));
            }
            long fallbacksBefore = fallbackCount.get();
            List<Long> waits = localWaits(requests, now);
            return shared.acquire(withoutWaiting(requests, waits))
                    .ifNoItem()
                    .after(config.redisTimeout())
                    .fail()
                    .map(answer -> combine(requests, waits, answer, fallbacksBefore))
                    .onFailure()
                    .recoverWithItem(failure -> fallBackToLocal(requests, failure));
        });
    }

    /** Closes the limit on all replicas for a while, because the other side has reported that it is exceeded. */
    public Uni<Void> suspend(RateLimit limit, Duration duration) {
        local.suspend(limit, clock.millis() + duration.toMillis());
        return shared.suspend(limit, duration)
                .ifNoItem()
                .after(config.redisTimeout())
                .fail()
                .onFailure()
                .invoke(e -> Log.warnf("Could not close limit %s for other replicas: %s", limit.name(), e.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    public boolean isShared() {
        return isShared;
    }

    /** Waits required by this replica's shares, for windows that began before Redis started to count. */
    private List<Long> localWaits(List<PermitRequest> requests, long now) {
        return requests.stream()
                .map(request -> local.millisUntilRoom(request, window -> isOlderThanCount(window, now), replicas, now))
                .toList();
    }

    private boolean isOlderThanCount(Window window, long now) {
        return countingSince > 0 && now - countingSince < window.countedMillis();
    }

    private static List<PermitRequest> withoutWaiting(List<PermitRequest> requests, List<Long> waits) {
        return IntStream.range(0, requests.size())
                .mapToObj(i -> waits.get(i) > 0 ? requests.get(i).withoutCalls() : requests.get(i))
                .toList();
    }

    /** A grant that arrives after the switch to local counting must fit into this replica's share, too. */
    private synchronized List<PermitDecision> combine(
            List<PermitRequest> requests, List<Long> waits, Answer answer, long fallbacksBefore) {
        long now = clock.millis();
        boolean isLate = fallbacksBefore != fallbackCount.get();
        if (!isLate) {
            onRedisReply(answer);
        }
        return IntStream.range(0, requests.size())
                .mapToObj(i -> {
                    PermitDecision decision = answer.decisions().get(i);
                    if (waits.get(i) > 0) {
                        return new PermitDecision(
                                Duration.ofMillis(waits.get(i)), decision.isSuspended(), decision.used());
                    }
                    if (decision.isGranted() && isLate) {
                        return local.acquire(requests.get(i), replicas, now);
                    }
                    if (decision.isGranted()) {
                        local.count(requests.get(i), replicas, now);
                    }
                    return decision;
                })
                .toList();
    }

    private void enqueue(PendingRequest request) {
        boolean isFirst;
        synchronized (pending) {
            isFirst = pending.isEmpty();
            pending.add(request);
        }
        if (isFirst) {
            vertx.getOrCreateContext().runOnContext(ignored -> sendBatches());
        }
    }

    private void sendBatches() {
        List<PendingRequest> all;
        synchronized (pending) {
            all = List.copyOf(pending);
            pending.clear();
        }
        for (int from = 0; from < all.size(); from += MAX_BATCH_SIZE) {
            List<PendingRequest> batch = all.subList(from, Math.min(all.size(), from + MAX_BATCH_SIZE));
            acquire(batch.stream().map(PendingRequest::request).toList())
                    .subscribe()
                    .with(decisions -> IntStream.range(0, batch.size())
                            .forEach(i -> batch.get(i).caller().complete(decisions.get(i))));
        }
    }

    /** Probes Redis in the background, so that no request waits for it. */
    private void probeRedis(long now) {
        if (now >= probeAt && isProbing.compareAndSet(false, true)) {
            shared.acquire(List.of())
                    .ifNoItem()
                    .after(config.redisTimeout())
                    .fail()
                    .onTermination()
                    .invoke(() -> isProbing.set(false))
                    .subscribe()
                    .with(this::onRedisReply, failure -> fallBackToLocal(List.of(), failure));
        }
    }

    private List<PermitDecision> acquireLocally(List<PermitRequest> requests, long now) {
        return requests.stream()
                .map(request -> local.acquire(request, replicas, now))
                .toList();
    }

    private synchronized void onRedisReply(Answer answer) {
        if (!isShared || (epoch != 0 && epoch != answer.epoch())) {
            countingSince = clock.millis();
            Log.infof("Redis available; limits are shared by all replicas again");
        }
        // Redis may not have heard of all replicas yet if it has just started to count.
        boolean knowsAllReplicas = clock.millis() - countingSince > RedisCounters.REPLICA_TTL.toMillis();
        replicas = Math.max(knowsAllReplicas ? 1 : replicas, answer.replicas());
        epoch = answer.epoch();
        isShared = true;
    }

    private synchronized List<PermitDecision> fallBackToLocal(List<PermitRequest> requests, Throwable failure) {
        if (isShared) {
            Log.warnf("Redis unavailable; enforcing 1/%d of each limit locally: %s", replicas, failure);
        }
        isShared = false;
        fallbackCount.incrementAndGet();
        probeAt = clock.millis() + config.redisRetryDelay().toMillis();
        return acquireLocally(requests, clock.millis());
    }
}
