package com.vantage.shipping.carrier.health;

import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.health.RedisHealthStore.Others;
import com.vantage.shipping.carrier.health.RedisHealthStore.Share;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Exchanges carrier health between this replica and the others. While Redis is unavailable, it knows only its own part,
 * and publishes all of it later.
 */
@ApplicationScoped
class HealthExchange {
    private static final Duration REDIS_TIMEOUT = Duration.ofMillis(500);

    private final String name = UUID.randomUUID().toString();
    private final CallStatistics statistics;
    private final Supplier<ReplicaState> state;
    private final RedisHealthStore store;
    private final Clock clock;

    private volatile boolean isPublished = true;

    @Inject
    HealthExchange(CallStatistics statistics, Carriers carriers, RedisHealthStore store, Clock clock) {
        this(statistics, () -> ReplicaState.of(statistics.since(), carriers), store, clock);
    }

    HealthExchange(CallStatistics statistics, Supplier<ReplicaState> state, RedisHealthStore store, Clock clock) {
        this.statistics = statistics;
        this.state = state;
        this.store = store;
        this.clock = clock;
    }

    /** Publishes changes. Never fails: unpublished changes are published the next time. */
    Uni<Void> publish() {
        return Uni.createFrom().item(statistics::drainUnpublished).flatMap(this::publish);
    }

    /** Publishes a last time. Never fails and logs nothing, as Redis may be stopping too. */
    Uni<Void> publishFinally() {
        return publishShare(statistics.drainUnpublished())
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** The state of all replicas. Never fails: without Redis it is that of this replica only. */
    Uni<HealthSnapshot> snapshot() {
        return store.findOthers(name, statistics.currentMinute())
                .ifNoItem()
                .after(REDIS_TIMEOUT)
                .fail()
                .call(others -> store.removeOutages(expiredOutages(others)))
                .map(this::merge)
                .onFailure()
                .invoke(e -> Log.warnf(
                        "Carrier health of other replicas unavailable; reporting this replica only: %s",
                        e.getMessage()))
                .onFailure()
                .recoverWithItem(this::ownSnapshot);
    }

    HealthSnapshot ownSnapshot() {
        return new HealthSnapshot(
                false, statistics.since(), List.of(state.get()), statistics.minutes(), statistics.outages());
    }

    private Uni<Void> publish(SortedMap<Long, Map<String, CallCounts>> calls) {
        return publishShare(calls)
                .invoke(this::onPublished)
                .onFailure()
                .invoke(e -> onPublishFailure(calls, e))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Boolean> publishShare(SortedMap<Long, Map<String, CallCounts>> calls) {
        return Uni.createFrom()
                .deferred(() ->
                        store.publish(name, new Share(statistics.since(), state.get(), calls, statistics.outages())))
                .ifNoItem()
                .after(REDIS_TIMEOUT)
                .fail();
    }

    private void onPublished(boolean wasKnown) {
        if (!wasKnown) {
            statistics.markUnpublished(statistics.minutes().keySet());
        }
        if (!isPublished) {
            Log.infof("Carrier health is published to Redis again");
        }
        isPublished = true;
    }

    private void onPublishFailure(SortedMap<Long, Map<String, CallCounts>> calls, Throwable failure) {
        statistics.markUnpublished(calls.keySet());
        if (isPublished) {
            Log.warnf("Could not publish carrier health to Redis; will retry every second: %s", failure);
        }
        isPublished = false;
    }

    private List<String> expiredOutages(Others others) {
        Instant now = clock.instant();
        return others.outages().entrySet().stream()
                .filter(outage -> outage.getValue().settled(now).isExpired(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Uses this replica's own part from memory, which is newer than in Redis. */
    private HealthSnapshot merge(Others others) {
        SortedMap<Long, Map<String, CallCounts>> calls = new TreeMap<>();
        statistics.minutes().forEach((minute, statistics) -> calls.put(minute, new HashMap<>(statistics)));
        others.calls()
                .forEach((minute, shares) -> shares.forEach(
                        share -> share.forEach((key, counts) -> calls.computeIfAbsent(minute, absent -> new HashMap<>())
                                .merge(key, counts, CallCounts::plus))));
        return new HealthSnapshot(
                true,
                others.earliest(statistics.since()),
                Stream.concat(Stream.of(state.get()), others.states().stream()).toList(),
                calls,
                Stream.concat(statistics.outages().stream(), others.outages().values().stream())
                        .toList());
    }
}
