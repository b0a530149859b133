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
import jakarta.enterprise.context.ApplicationScoped;
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
@ApplicationScoped
public class RateLimiter {
    /** Bounds the run time of a script, which blocks Redis. */
    private static final int MOST_TOGETHER = 50;

    private final RedisCounters shared;
    private final LocalCounters own;
    private final RateLimiterConfig config;
    private final Clock clock;

    private final Vertx vertx;
    private final List<Gathered> gathered = new ArrayList<>();

    /** Since when Redis has counted without loss of data; 0 if always. */
    private volatile long countingSince;

    /** Number of switches to local counting; tells late answers of Redis from current ones. */
    private final AtomicLong timesAlone = new AtomicLong();

    private final AtomicBoolean isLooking = new AtomicBoolean();

    private volatile long epoch;
    private volatile long askAgainAt;
    private volatile boolean isShared = true;
    private volatile int replicas;

    private record Gathered(PermitRequest wish, UniEmitter<? super PermitDecision> asker) {}

    RateLimiter(RedisCounters shared, RateLimiterConfig config, MeterRegistry meters, Clock clock, Vertx vertx) {
        this.vertx = vertx;
        this.shared = shared;
        this.own = new LocalCounters();
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
    public Uni<PermitDecision> take(PermitRequest wish) {
        return Uni.createFrom().emitter(asker -> gather(new Gathered(wish, asker)));
    }

    /** Requests several permits in one round trip to Redis. Never fails; the result has the order of the requests. */
    public Uni<List<PermitDecision>> take(List<PermitRequest> wishes) {
        return Uni.createFrom().deferred(() -> {
            long now = clock.millis();
            if (!isShared) {
                lookForRedis(now);
                return Uni.createFrom().item(ofOwnShare(wishes, now));
            }
            long asked = timesAlone.get();
            List<Long> waits = waitsOfOwnShare(wishes, now);
            return shared.take(withoutThoseThatWait(wishes, waits))
                    .ifNoItem()
                    .after(config.patience())
                    .fail()
                    .map(answer -> counted(wishes, waits, answer, asked))
                    .onFailure()
                    .recoverWithItem(failure -> alone(wishes, failure));
        });
    }

    /** Closes the limit on all replicas for a while, because the other side has reported that it is exceeded. */
    public Uni<Void> suspend(RateLimit limit, Duration time) {
        own.suspend(limit, clock.millis() + time.toMillis());
        return shared.suspend(limit, time)
                .ifNoItem()
                .after(config.patience())
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
    private List<Long> waitsOfOwnShare(List<PermitRequest> wishes, long now) {
        return wishes.stream()
                .map(wish -> own.millisUntilRoom(wish, window -> isOlderThanCount(window, now), replicas, now))
                .toList();
    }

    private boolean isOlderThanCount(Window window, long now) {
        return countingSince > 0 && now - countingSince < window.countedMillis();
    }

    private static List<PermitRequest> withoutThoseThatWait(List<PermitRequest> wishes, List<Long> waits) {
        return IntStream.range(0, wishes.size())
                .mapToObj(i -> waits.get(i) > 0 ? wishes.get(i).withoutCalls() : wishes.get(i))
                .toList();
    }

    /** A grant that arrives after the switch to local counting must fit into this replica's share, too. */
    private synchronized List<PermitDecision> counted(
            List<PermitRequest> wishes, List<Long> waits, Answer answer, long asked) {
        long now = clock.millis();
        boolean isLate = asked != timesAlone.get();
        if (!isLate) {
            heardOf(answer);
        }
        return IntStream.range(0, wishes.size())
                .mapToObj(i -> {
                    PermitDecision verdict = answer.verdicts().get(i);
                    if (waits.get(i) > 0) {
                        return new PermitDecision(
                                Duration.ofMillis(waits.get(i)), verdict.isSuspended(), verdict.used());
                    }
                    if (verdict.isGranted() && isLate) {
                        return own.take(wishes.get(i), replicas, now);
                    }
                    if (verdict.isGranted()) {
                        own.count(wishes.get(i), replicas, now);
                    }
                    return verdict;
                })
                .toList();
    }

    private void gather(Gathered one) {
        boolean isFirst;
        synchronized (gathered) {
            isFirst = gathered.isEmpty();
            gathered.add(one);
        }
        if (isFirst) {
            vertx.getOrCreateContext().runOnContext(ignored -> askTogether());
        }
    }

    private void askTogether() {
        List<Gathered> all;
        synchronized (gathered) {
            all = List.copyOf(gathered);
            gathered.clear();
        }
        for (int from = 0; from < all.size(); from += MOST_TOGETHER) {
            List<Gathered> some = all.subList(from, Math.min(all.size(), from + MOST_TOGETHER));
            take(some.stream().map(Gathered::wish).toList()).subscribe().with(verdicts -> IntStream.range(
                            0, some.size())
                    .forEach(i -> some.get(i).asker().complete(verdicts.get(i))));
        }
    }

    /** Probes Redis in the background, so that no request waits for it. */
    private void lookForRedis(long now) {
        if (now >= askAgainAt && isLooking.compareAndSet(false, true)) {
            shared.take(List.of())
                    .ifNoItem()
                    .after(config.patience())
                    .fail()
                    .onTermination()
                    .invoke(() -> isLooking.set(false))
                    .subscribe()
                    .with(this::heardOf, failure -> alone(List.of(), failure));
        }
    }

    private List<PermitDecision> ofOwnShare(List<PermitRequest> wishes, long now) {
        return wishes.stream().map(wish -> own.take(wish, replicas, now)).toList();
    }

    private synchronized void heardOf(Answer answer) {
        if (!isShared || (epoch != 0 && epoch != answer.epoch())) {
            countingSince = clock.millis();
            Log.infof("Redis available; limits are shared by all replicas again");
        }
        // Redis may not have heard of all replicas yet if it has just started to count.
        boolean knowsAll = clock.millis() - countingSince > RedisCounters.ALIVE.toMillis();
        replicas = Math.max(knowsAll ? 1 : replicas, answer.replicas());
        epoch = answer.epoch();
        isShared = true;
    }

    private synchronized List<PermitDecision> alone(List<PermitRequest> wishes, Throwable why) {
        if (isShared) {
            Log.warnf("Redis unavailable; enforcing 1/%d of each limit locally: %s", replicas, why);
        }
        isShared = false;
        timesAlone.incrementAndGet();
        askAgainAt = clock.millis() + config.pause().toMillis();
        return ofOwnShare(wishes, clock.millis());
    }
}
