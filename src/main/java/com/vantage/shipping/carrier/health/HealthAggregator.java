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
class HealthAggregator {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final String name = UUID.randomUUID().toString();
    private final CallStatistics own;
    private final Supplier<ReplicaState> state;
    private final RedisHealthStore shared;
    private final Clock clock;

    private volatile boolean heard = true;

    @Inject
    HealthAggregator(CallStatistics own, Carriers carriers, RedisHealthStore shared, Clock clock) {
        this(own, () -> ReplicaState.of(own.since(), carriers), shared, clock);
    }

    HealthAggregator(CallStatistics own, Supplier<ReplicaState> state, RedisHealthStore shared, Clock clock) {
        this.own = own;
        this.state = state;
        this.shared = shared;
        this.clock = clock;
    }

    /** Publishes changes. Never fails: unpublished changes are published the next time. */
    Uni<Void> publish() {
        return Uni.createFrom().item(own::takeUnpublished).flatMap(this::publish);
    }

    /** Publishes a last time. Never fails and logs nothing, as Redis may be stopping too. */
    Uni<Void> leave() {
        return share(own.takeUnpublished()).onFailure().recoverWithNull().replaceWithVoid();
    }

    /** The state of all replicas. Never fails: without Redis it is that of this replica only. */
    Uni<HealthSnapshot> knowledge() {
        return shared.othersThan(name, own.minute())
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .call(others -> shared.forget(forgotten(others)))
                .map(this::together)
                .onFailure()
                .invoke(e -> Log.warnf(
                        "Carrier health of other replicas unavailable; reporting this replica only: %s",
                        e.getMessage()))
                .onFailure()
                .recoverWithItem(this::ownKnowledge);
    }

    HealthSnapshot ownKnowledge() {
        return new HealthSnapshot(false, own.since(), List.of(state.get()), own.minutes(), own.outages());
    }

    private Uni<Void> publish(SortedMap<Long, Map<String, CallCounts>> calls) {
        return share(calls)
                .invoke(this::toldThem)
                .onFailure()
                .invoke(e -> notTold(calls, e))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Boolean> share(SortedMap<Long, Map<String, CallCounts>> calls) {
        return Uni.createFrom()
                .deferred(() -> shared.publish(name, new Share(own.since(), state.get(), calls, own.outages())))
                .ifNoItem()
                .after(PATIENCE)
                .fail();
    }

    private void toldThem(boolean knownBefore) {
        if (!knownBefore) {
            own.publishAgain(own.minutes().keySet());
        }
        if (!heard) {
            Log.infof("Carrier health is published to Redis again");
        }
        heard = true;
    }

    private void notTold(SortedMap<Long, Map<String, CallCounts>> calls, Throwable why) {
        own.publishAgain(calls.keySet());
        if (heard) {
            Log.warnf("Could not publish carrier health to Redis; will retry every second: %s", why.getMessage());
        }
        heard = false;
    }

    private List<String> forgotten(Others others) {
        Instant now = clock.instant();
        return others.outages().entrySet().stream()
                .filter(outage -> outage.getValue().settled(now).isForgotten(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Uses this replica's own part from memory, which is newer than in Redis. */
    private HealthSnapshot together(Others others) {
        SortedMap<Long, Map<String, CallCounts>> calls = new TreeMap<>();
        own.minutes().forEach((minute, own) -> calls.put(minute, new HashMap<>(own)));
        others.calls()
                .forEach((minute, shares) -> shares.forEach(share -> share.forEach((key, more) ->
                        calls.computeIfAbsent(minute, none -> new HashMap<>()).merge(key, more, CallCounts::plus))));
        return new HealthSnapshot(
                true,
                others.earliest(own.since()),
                Stream.concat(Stream.of(state.get()), others.states().stream()).toList(),
                calls,
                Stream.concat(own.outages().stream(), others.outages().values().stream())
                        .toList());
    }
}
