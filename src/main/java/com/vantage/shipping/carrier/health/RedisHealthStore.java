package com.vantage.shipping.carrier.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.hash.ReactiveHashCommands;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Carrier health of all replicas in Redis. Each replica writes its own absolute numbers, never increments: writing
 * twice counts once, and everything can be written again after Redis has lost its data.
 */
@ApplicationScoped
class RedisHealthStore {
    /** A replica that has not published for so long counts as stopped. */
    static final Duration REPLICA_TTL = Duration.ofSeconds(10);

    /** A hash tag, so that all keys share a slot and one batch may use them. */
    private static final String PREFIX = "{carrierhealth}:";

    private static final String REPLICAS = PREFIX + "replicas";
    private static final String OUTAGES = PREFIX + "outages";

    /** Start of the first replica; reset when all replicas were down for longer than {@link #MAX_GAP}. */
    private static final String OBSERVED_SINCE = PREFIX + "observed-since";

    private static final Duration MAX_GAP = Duration.ofMinutes(CallStatistics.RETAINED_MINUTES);
    private static final Duration MINUTE_TTL = Duration.ofMinutes(CallStatistics.RETAINED_MINUTES + 5);

    private final ReactiveRedisDataSource redis;
    private final ReactiveHashCommands<String, String, String> hashes;
    private final ObjectMapper json;

    /**
     * What one replica publishes.
     *
     * @param since start of counting calls
     * @param calls by minute, then by {@link CallCounts#key}
     */
    record Share(
            Instant since, ReplicaState state, Map<Long, Map<String, CallCounts>> calls, Collection<Outage> outages) {}

    /**
     * What the other replicas have published; of stopped ones only calls and outages.
     *
     * @param since start of the first replica; absent if none has published
     * @param outages by their names in Redis
     */
    record Others(
            Optional<Instant> since,
            List<ReplicaState> states,
            Map<Long, List<Map<String, CallCounts>>> calls,
            Map<String, Outage> outages) {

        /** The earliest start of this or another replica. */
        Instant earliest(Instant own) {
            return Stream.of(Stream.of(own), since.stream(), states.stream().map(ReplicaState::since))
                    .flatMap(each -> each)
                    .filter(Objects::nonNull)
                    .min(Instant::compareTo)
                    .orElse(own);
        }
    }

    RedisHealthStore(ReactiveRedisDataSource redis, ObjectMapper json) {
        this.redis = redis;
        this.hashes = redis.hash(String.class);
        this.json = json;
    }

    /** @return whether Redis knew this replica already; if not, it may have lost its data */
    Uni<Boolean> publish(String replica, Share share) {
        List<Request> batch = new ArrayList<>();
        batch.add(request(Command.SADD, REPLICAS, replica));
        batch.add(request(Command.PEXPIRE, REPLICAS, millis(REPLICA_TTL.multipliedBy(6))));
        batch.add(request(Command.SET, stateKey(replica), write(share.state()), "PX", millis(REPLICA_TTL)));
        batch.add(request(Command.SET, OBSERVED_SINCE, share.since().toString(), "PX", millis(MAX_GAP), "NX"));
        batch.add(request(Command.PEXPIRE, OBSERVED_SINCE, millis(MAX_GAP)));
        share.calls().forEach((minute, calls) -> {
            batch.add(request(Command.HSET, minuteKey(minute), replica, write(calls)));
            batch.add(request(Command.PEXPIRE, minuteKey(minute), millis(MINUTE_TTL)));
        });
        for (Outage outage : share.outages()) {
            batch.add(request(Command.HSET, OUTAGES, outageName(replica, outage), write(outage)));
            batch.add(request(Command.PEXPIRE, OUTAGES, millis(Outage.RETENTION)));
        }
        return redis.getRedis().batch(batch).map(replies -> replies.getFirst().toInteger() == 0);
    }

    /** @param last the current minute */
    Uni<Others> findOthers(String replica, long last) {
        List<Long> minutes = LongStream.rangeClosed(last - CallStatistics.RETAINED_MINUTES + 1, last)
                .boxed()
                .toList();
        List<Uni<Map<String, String>>> hashesOfCalls = minutes.stream()
                .map(minute -> hashes.hgetall(minuteKey(minute)))
                .toList();
        return Uni.combine()
                .all()
                .unis(since(), states(replica), Uni.join().all(hashesOfCalls).andFailFast(), hashes.hgetall(OUTAGES))
                .asTuple()
                .map(found -> new Others(
                        found.getItem1(),
                        found.getItem2(),
                        calls(replica, minutes, found.getItem3()),
                        outages(replica, found.getItem4())));
    }

    /** @param outages names of outages past their retention */
    Uni<Void> removeOutages(Collection<String> outages) {
        return outages.isEmpty()
                ? Uni.createFrom().voidItem()
                : hashes.hdel(OUTAGES, outages.toArray(String[]::new)).replaceWithVoid();
    }

    private Uni<Optional<Instant>> since() {
        return redis.value(String.class).get(OBSERVED_SINCE).map(since -> Optional.ofNullable(since)
                .map(Instant::parse));
    }

    private Uni<List<ReplicaState>> states(String replica) {
        return redis.set(String.class)
                .smembers(REPLICAS)
                .map(known -> others(known, replica))
                .flatMap(known -> known.isEmpty() ? Uni.createFrom().item(List.of()) : statesOf(known));
    }

    private Uni<List<ReplicaState>> statesOf(List<String> replicas) {
        return redis.value(String.class)
                .mget(replicas.stream().map(RedisHealthStore::stateKey).toArray(String[]::new))
                .map(states -> states.values().stream()
                        .filter(Objects::nonNull)
                        .map(state -> read(state, new TypeReference<ReplicaState>() {}))
                        .toList());
    }

    private static List<String> others(Set<String> known, String replica) {
        return known.stream().filter(each -> !each.equals(replica)).toList();
    }

    private Map<Long, List<Map<String, CallCounts>>> calls(
            String replica, List<Long> minutes, List<Map<String, String>> byReplica) {
        Map<Long, List<Map<String, CallCounts>>> calls = new HashMap<>();
        for (int i = 0; i < minutes.size(); i++) {
            calls.put(
                    minutes.get(i),
                    byReplica.get(i).entrySet().stream()
                            .filter(entry -> !entry.getKey().equals(replica))
                            .map(entry -> read(entry.getValue(), new TypeReference<Map<String, CallCounts>>() {}))
                            .toList());
        }
        return calls;
    }

    private Map<String, Outage> outages(String replica, Map<String, String> byName) {
        return byName.entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith(replica))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> read(entry.getValue(), new TypeReference<Outage>() {})));
    }

    private static String stateKey(String replica) {
        return PREFIX + "replica:" + replica;
    }

    private static String minuteKey(long minute) {
        return PREFIX + "calls:" + minute;
    }

    private static String outageName(String replica, Outage outage) {
        return replica + ":" + outage.carrier() + "." + outage.operation();
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }

    private static Request request(Command command, String... arguments) {
        Request request = Request.cmd(command);
        for (String argument : arguments) {
            request.arg(argument);
        }
        return request;
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
