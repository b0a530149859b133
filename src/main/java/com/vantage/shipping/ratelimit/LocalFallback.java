package com.vantage.shipping.ratelimit;

import com.vantage.shipping.ratelimit.RateLimit.PermitDecision;
import com.vantage.shipping.ratelimit.RateLimit.PermitRequest;
import com.vantage.shipping.ratelimit.RedisCounters.RedisReply;
import io.quarkus.logging.Log;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Enforces this replica's share of every limit while Redis is unavailable. After Redis has returned or lost its data, the shares
 * also apply for one more window of each limit, so that local and shared grants together never exceed it.
 */
final class LocalFallback {
    private final LocalCounters counters = new LocalCounters();
    private final Duration retryDelay;
    private final Clock clock;

    /** Since when Redis has counted without loss of data; 0 if always. */
    private volatile long countingSince;

    /** Number of switches to local counting; tells late answers of Redis from current ones. */
    private volatile long fallbackCount;

    private volatile long epoch;
    private volatile long probeAt;
    private volatile boolean isActive;
    private volatile int replicas;

    /**
     * @param replicas the number of replicas until Redis has reported it
     * @param retryDelay how long Redis is not called after a failure
     */
    LocalFallback(int replicas, Duration retryDelay, Clock clock) {
        this.replicas = replicas;
        this.retryDelay = retryDelay;
        this.clock = clock;
    }

    /** Whether Redis is unavailable. */
    boolean isActive() {
        return isActive;
    }

    long fallbackCount() {
        return fallbackCount;
    }

    /** Whether Redis should be tried again. */
    boolean isProbeDue(long now) {
        return now >= probeAt;
    }

    /** Grants and counts the calls for which this replica's shares have room. */
    List<PermitDecision> acquire(List<PermitRequest> requests, long now) {
        return requests.stream()
                .map(request -> counters.acquire(request, replicas, now))
                .toList();
    }

    /** Waits required by this replica's shares, for windows that began before Redis started to count. */
    List<Long> waits(List<PermitRequest> requests, long now) {
        return requests.stream()
                .map(request ->
                        counters.millisUntilRoom(request, window -> isOlderThanCount(window, now), replicas, now))
                .toList();
    }

    void suspend(RateLimit limit, Duration duration) {
        counters.suspend(limit, clock.millis() + duration.toMillis());
    }

    /**
     * Combines the decisions of Redis with the waits of this replica's shares. A grant that arrives after the switch to local
     * counting must fit into this replica's share, too.
     *
     * @param fallbacksBefore {@link #fallbackCount} when Redis was called
     */
    synchronized List<PermitDecision> onAnswer(
            List<PermitRequest> requests, List<Long> waits, RedisReply answer, long fallbacksBefore) {
        long now = clock.millis();
        boolean isLate = fallbacksBefore != fallbackCount;
        if (!isLate) {
            onAnswer(answer);
        }
        return IntStream.range(0, requests.size())
                .mapToObj(i -> {
                    PermitDecision decision = answer.decisions().get(i);
                    if (waits.get(i) > 0) {
                        return new PermitDecision(
                                Duration.ofMillis(waits.get(i)), decision.isSuspended(), decision.used());
                    }
                    if (decision.isGranted() && isLate) {
                        return counters.acquire(requests.get(i), replicas, now);
                    }
                    if (decision.isGranted()) {
                        counters.count(requests.get(i), replicas, now);
                    }
                    return decision;
                })
                .toList();
    }

    /** Ends local counting, and takes over the number of replicas. */
    synchronized void onAnswer(RedisReply answer) {
        if (isActive || (epoch != 0 && epoch != answer.epoch())) {
            countingSince = clock.millis();
            Log.infof("Redis available; limits are shared by all replicas again");
        }
        // Redis may not have heard of all replicas yet if it has just started to count.
        boolean knowsAllReplicas = clock.millis() - countingSince > RedisCounters.REPLICA_TTL.toMillis();
        replicas = Math.max(knowsAllReplicas ? 1 : replicas, answer.replicas());
        epoch = answer.epoch();
        isActive = false;
    }

    /** Switches to local counting and decides on the requests that Redis did not answer. */
    synchronized List<PermitDecision> onFailure(List<PermitRequest> requests, Throwable failure) {
        if (!isActive) {
            Log.warnf("Redis unavailable; enforcing 1/%d of each limit locally: %s", replicas, failure);
        }
        isActive = true;
        fallbackCount++;
        probeAt = clock.millis() + retryDelay.toMillis();
        return acquire(requests, clock.millis());
    }

    private boolean isOlderThanCount(RateLimitWindow window, long now) {
        return countingSince > 0 && now - countingSince < window.countedMillis();
    }
}
