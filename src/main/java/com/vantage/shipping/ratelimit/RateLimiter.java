package com.vantage.shipping.ratelimit;

import com.vantage.shipping.ratelimit.RateLimit.Verdict;
import com.vantage.shipping.ratelimit.RateLimit.Wish;
import com.vantage.shipping.ratelimit.SharedCounts.Answer;
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
 * Counts in Redis, for all replicas together. While Redis does not answer, each replica goes on with its share of every
 * limit; and when it is back, or has lost what it knew, for one more window of each limit: so that what the replicas did
 * meanwhile and what Redis grants never come to more than the limit.
 */
@ApplicationScoped
public class RateLimiter {
    /** A script must not keep Redis from everybody else for long. */
    private static final int MOST_TOGETHER = 50;

    private final SharedCounts shared;
    private final OwnCounts own;
    private final LimitsConfig config;
    private final Clock clock;

    private final Vertx vertx;
    private final List<Gathered> gathered = new ArrayList<>();

    /** Since when Redis counts without having forgotten anything. */
    private volatile long countingSince;

    /** How often Redis gave no answer: tells answers to what was asked before from those to what was asked after. */
    private final AtomicLong timesAlone = new AtomicLong();

    private final AtomicBoolean isLooking = new AtomicBoolean();

    private volatile long epoch;
    private volatile long askAgainAt;
    private volatile boolean isShared = true;
    private volatile int replicas;

    private record Gathered(Wish wish, UniEmitter<? super Verdict> asker) {}

    RateLimiter(SharedCounts shared, LimitsConfig config, MeterRegistry meters, Clock clock, Vertx vertx) {
        this.vertx = vertx;
        this.shared = shared;
        this.own = new OwnCounts();
        this.config = config;
        this.clock = clock;
        this.replicas = config.replicas();
        Gauge.builder("ratelimit.shared", this, limiter -> limiter.isShared ? 1 : 0)
                .description("1 while limits are counted for all replicas together, 0 while each counts its share")
                .register(meters);
    }

    /** Never fails. Whoever asks at the same moment, for example about each carrier of a quote, shares one trip to Redis. */
    public Uni<Verdict> take(Wish wish) {
        return Uni.createFrom().emitter(asker -> gather(new Gathered(wish, asker)));
    }

    /** Asks for several things at once, in one trip to Redis. Never fails; the verdicts are in the order of the wishes. */
    public Uni<List<Verdict>> take(List<Wish> wishes) {
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

    /** Lets nobody do this for a while: who else counts it has said so. */
    public Uni<Void> close(RateLimit limit, Duration time) {
        own.close(limit, clock.millis() + time.toMillis());
        return shared.close(limit, time)
                .ifNoItem()
                .after(config.patience())
                .fail()
                .onFailure()
                .invoke(e -> Log.warnf("Only this replica knows that %s is closed: %s", limit.name(), e.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    public boolean isShared() {
        return isShared;
    }

    /** As long as the replicas' shares still matter: in windows that reach back to before Redis began to count. */
    private List<Long> waitsOfOwnShare(List<Wish> wishes, long now) {
        return wishes.stream()
                .map(wish -> own.millisUntilRoom(wish, window -> isOlderThanCount(window, now), replicas, now))
                .toList();
    }

    private boolean isOlderThanCount(Window window, long now) {
        return countingSince > 0 && now - countingSince < window.countedMillis();
    }

    private static List<Wish> withoutThoseThatWait(List<Wish> wishes, List<Long> waits) {
        return IntStream.range(0, wishes.size())
                .mapToObj(i -> waits.get(i) > 0 ? wishes.get(i).forNothing() : wishes.get(i))
                .toList();
    }

    /** What Redis granted before this replica went on alone has to fit into its share too: others may have used that. */
    private synchronized List<Verdict> counted(List<Wish> wishes, List<Long> waits, Answer answer, long asked) {
        long now = clock.millis();
        boolean isLate = asked != timesAlone.get();
        if (!isLate) {
            heardOf(answer);
        }
        return IntStream.range(0, wishes.size())
                .mapToObj(i -> {
                    Verdict verdict = answer.verdicts().get(i);
                    if (waits.get(i) > 0) {
                        return new Verdict(Duration.ofMillis(waits.get(i)), verdict.isClosed(), verdict.used());
                    }
                    if (verdict.granted() && isLate) {
                        return own.take(wishes.get(i), replicas, now);
                    }
                    if (verdict.granted()) {
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

    /** Nobody waits for a Redis that was silent before. */
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

    private List<Verdict> ofOwnShare(List<Wish> wishes, long now) {
        return wishes.stream().map(wish -> own.take(wish, replicas, now)).toList();
    }

    private synchronized void heardOf(Answer answer) {
        if (!isShared || (epoch != 0 && epoch != answer.epoch())) {
            countingSince = clock.millis();
            Log.infof("Limits are counted in Redis again");
        }
        // A Redis that just began to count has not heard of all of us yet.
        boolean knowsAll = clock.millis() - countingSince > SharedCounts.ALIVE.toMillis();
        replicas = Math.max(knowsAll ? 1 : replicas, answer.replicas());
        epoch = answer.epoch();
        isShared = true;
    }

    private synchronized List<Verdict> alone(List<Wish> wishes, Throwable why) {
        if (isShared) {
            Log.warnf("Limits are counted without Redis, a share of 1/%d: %s", replicas, why);
        }
        isShared = false;
        timesAlone.incrementAndGet();
        askAgainAt = clock.millis() + config.pause().toMillis();
        return ofOwnShare(wishes, clock.millis());
    }
}
