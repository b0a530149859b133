package com.vantage.shipping.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.model.TrackableShipment;
import com.vantage.shipping.model.TrackableShipment.PackageLabel;
import com.vantage.shipping.model.TrackableShipmentReader;
import com.vantage.shipping.model.TrackingStatus;
import com.vantage.shipping.support.StoreProxyClient;
import com.vantage.shipping.tracking.SimulatedTracking.Scan;
import com.vantage.shipping.tracking.TrackingLookup.Found;
import com.vantage.shipping.tracking.TrackingLookup.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import io.quarkus.netty.MainEventLoopGroup;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three replicas with one Redis, and 200 callers that track the same parcel concurrently. */
@QuarkusTest
class ConcurrentTrackingTest extends TrackingApiTest {
    private static final int CALLERS = 200;
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");
    private final Instant bought = Clock.systemUTC().instant();

    @Inject
    Carriers carriers;

    @Inject
    CachedShipmentReader shipments;

    @Inject
    ReactiveRedisDataSource store;

    @Inject
    @MainEventLoopGroup
    EventLoopGroup loops;

    @Inject
    ObjectMapper json;

    @Inject
    TrackingConfig config;

    private List<Replica> replicas;

    private record Replica(TrackingLookup lookup, TrackingCoalescer inquiries, SimpleMeterRegistry counted) {
        double count(String result) {
            return counted.get("tracking.lookups")
                    .tag("result", result)
                    .counter()
                    .count();
        }
    }

    @BeforeEach
    void startReplicas() {
        replicas = IntStream.range(0, 3).mapToObj(i -> replica()).toList();
    }

    @AfterEach
    void restoreConnections() {
        stores.restoreAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void oneCallServesAllCallersOnAllReplicas(int seconds) {
        Bought parcel = buy();
        sandbox.injectFault("ups", "track", "slow&seconds=" + seconds);

        List<Found> found = answers(askOnAll(parcel));

        assertThat(asked()).isOne();
        assertThat(found)
                .hasSize(CALLERS)
                .extracting(answer -> answer.packages().getFirst().tracking().number())
                .containsOnly(parcel.number());
        assertThat(total("miss")).isOne();
        assertThat(total("shared") + total("hit")).isEqualTo(CALLERS - 1);
    }

    @Test
    void oneFailedCallServesAllCallers() {
        Bought parcel = buy();
        sandbox.injectFault("ups", "track", "garble");

        List<ProblemException> problems = problems(askOnAll(parcel));

        assertThat(asked()).isOne();
        assertThat(problems)
                .hasSize(CALLERS)
                .extracting(ProblemException::problem)
                .containsOnly(ProblemType.CARRIER_ERROR);
    }

    @Test
    void oneTimeoutServesAllCallers() {
        Bought parcel = buy();
        sandbox.injectFault("ups", "track", "hang");

        List<ProblemException> problems = problems(askOnAll(parcel));

        assertThat(asked()).isOne();
        assertThat(problems)
                .hasSize(CALLERS)
                .extracting(ProblemException::problem)
                .containsOnly(ProblemType.CARRIER_TIMEOUT);
    }

    @Test
    void staleAnswerForAllCallersCostsOneCall() {
        Bought parcel = buy();
        track(parcel).statusCode(200);
        age(parcel, Duration.ofSeconds(301));
        sandbox.clearRecords();
        sandbox.injectFault("ups", "track", "garble");

        List<Found> found = answers(askOnAll(parcel));

        assertThat(asked()).isOne();
        assertThat(found).hasSize(CALLERS).extracting(Found::source).containsOnly(Source.STALE);
        assertThat(total("stale")).isEqualTo(CALLERS);
    }

    @Test
    void lostParcelCostsOneCall() {
        Bought parcel = buy();
        SimulatedTracking.UPS.tells(sandbox, parcel.number(), Scan.IN_TRANSIT, DAY);
        track(parcel).statusCode(200);
        age(parcel, Duration.ofSeconds(301));
        sandbox.clearRecords();
        SimulatedTracking.UPS.doesNotFind(sandbox, parcel.number());

        List<Found> found = answers(askOnAll(parcel));

        assertThat(asked()).isOne();
        assertThat(found).hasSize(CALLERS).extracting(Found::source).containsOnly(Source.STALE);
        assertThat(found).extracting(ConcurrentTrackingTest::status).containsOnly(TrackingStatus.IN_TRANSIT);
    }

    @Test
    void lateNotFoundDoesNotOverwriteAnswerOfOtherReplica() {
        Bought parcel = buy();
        SimulatedTracking.UPS.doesNotFind(sandbox, parcel.number());
        sandbox.injectFault("ups", "track", "slow&seconds=1");
        var late = ask(replicas.get(0), parcel);
        await().atMost(LONG).until(() -> asked() == 1);
        redis.key().del(parcel.key().lock());
        sandbox.clearFaults();
        SimulatedTracking.UPS.tells(sandbox, parcel.number(), Scan.IN_TRANSIT, DAY);
        ask(replicas.get(1), parcel).awaitItem(LONG);

        assertThat(status(late.awaitItem(LONG).getItem())).isEqualTo(TrackingStatus.IN_TRANSIT);

        Found kept = ask(replicas.get(2), parcel).awaitItem(LONG).getItem();
        assertThat(status(kept)).isEqualTo(TrackingStatus.IN_TRANSIT);
        assertThat(kept.source()).isEqualTo(Source.STALE);
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void backgroundRefreshCostsOneCall() {
        Bought parcel = buy();
        track(parcel).statusCode(200);
        age(parcel, Duration.ofSeconds(250));
        sandbox.clearRecords();
        sandbox.injectFault("ups", "track", "slow&seconds=1");

        List<Found> found = answers(askOnAll(parcel));

        assertThat(found).extracting(Found::source).containsOnly(Source.HIT);
        await().atMost(LONG)
                .until(() -> replicas.stream().allMatch(r -> r.inquiries().count() == 0));
        assertThat(asked()).isOne();
    }

    @Test
    void cancelledCallerDoesNotAffectOthers() {
        Bought parcel = buy();
        sandbox.injectFault("ups", "track", "slow&seconds=1");
        Replica replica = replicas.getFirst();
        var first = ask(replica, parcel);
        var second = ask(replica, parcel);
        await().atMost(LONG).until(() -> asked() == 1);

        first.cancel();

        assertThat(second.awaitItem(LONG).getItem().source()).isEqualTo(Source.MISS);
        assertThat(asked()).isOne();
    }

    @Test
    void callWithoutCallersIsCancelledAndLockReleased() {
        Bought parcel = buy();
        sandbox.injectFault("ups", "track", "hang");
        var first = ask(replicas.get(0), parcel);
        await().atMost(LONG).until(() -> asked() == 1);
        var waiting = ask(replicas.get(1), parcel);
        sandbox.clearFaults();

        first.cancel();

        assertThat(replicas.get(0).inquiries().count()).isZero();
        assertThat(waiting.awaitItem(Duration.ofSeconds(2)).getItem().source()).isEqualTo(Source.MISS);
        assertThat(asked()).isEqualTo(2);
        assertThat(replicas.get(1).count("miss")).isOne();
    }

    @Test
    void lockOfDeadReplicaExpires() {
        Bought parcel = buy();
        TrackingCacheKey key = parcel.key();
        redis.execute("SET", key.lock(), "of the dead", "PX", "700");

        Found found = ask(replicas.getFirst(), parcel).awaitItem(LONG).getItem();

        assertThat(found.source()).isEqualTo(Source.MISS);
        assertThat(asked()).isOne();
    }

    @Test
    void lockOfOtherOwnerIsNotReleased() {
        TrackingCacheKey key = buy().key();
        redis.execute("SET", key.lock(), "another's", "PX", "5000");

        cache().release(key, "mine").await().atMost(LONG);

        assertThat(redis.value(String.class).get(key.lock())).isEqualTo("another's");
    }

    @Test
    void eachReplicaCallsOnceWithoutRedis() {
        Bought parcel = buy();
        stores.cut(StoreProxyClient.REDIS);
        sandbox.injectFault("ups", "track", "slow&seconds=1");

        List<Found> found = answers(askOnAll(parcel));

        assertThat(found).hasSize(CALLERS);
        assertThat(asked()).isEqualTo(replicas.size());
    }

    @Test
    void concurrentLookupsReadTheShipmentOnce() {
        Bought parcel = buy();
        AtomicInteger misses = new AtomicInteger();
        AtomicInteger reads = new AtomicInteger();
        CompletableFuture<TrackableShipmentReader.Found> read = new CompletableFuture<>();
        TrackingCache empty = new TrackingCache(new RedisWithTimeout(store, loops, config), json, config) {
            @Override
            Uni<Optional<TrackableShipment>> findShipment(String shipmentId) {
                return super.findShipment(shipmentId).invoke(misses::incrementAndGet);
            }
        };
        CachedShipmentReader counted = new CachedShipmentReader(
                id -> {
                    reads.incrementAndGet();
                    return read;
                },
                empty,
                config);
        var owners = IntStream.range(0, CALLERS)
                .mapToObj(i -> counted.find(parcel.id(), any -> true).subscribeAsCompletionStage())
                .toList();
        var stranger = counted.find(parcel.id(), any -> false).subscribeAsCompletionStage();
        await().atMost(LONG).until(() -> misses.get() == CALLERS + 1);
        read.complete(new TrackableShipmentReader.Found(Optional.of(tracked(parcel)), false));

        assertThat(owners)
                .allSatisfy(owner -> assertThat(owner).succeedsWithin(LONG).isEqualTo(Optional.of(tracked(parcel))));
        assertThat(stranger).succeedsWithin(LONG).isEqualTo(Optional.empty());
        assertThat(reads).hasValue(1);
    }

    @Test
    void delayedEventLoopIsNotASlowRedis() {
        DefaultEventLoopGroup loop = new DefaultEventLoopGroup(1);
        RedisWithTimeout late = new RedisWithTimeout(store, loop, config);
        CompletableFuture<String> reply = new CompletableFuture<>();
        CompletableFuture<String> answer = new CompletableFuture<>();

        loop.execute(() -> {
            late.execute(redis -> Uni.createFrom().completionStage(reply))
                    .subscribe()
                    .with(answer::complete, answer::completeExceptionally);
            var _ = loop.schedule(() -> reply.complete("OK"), 1, TimeUnit.MILLISECONDS);
            LockSupport.parkNanos(config.cacheTimeout().multipliedBy(2).toNanos());
        });

        assertThat(answer).succeedsWithin(LONG).isEqualTo("OK");
        var _ = loop.shutdownGracefully();
    }

    @Test
    void callersAreServedWhenRedisFailsMeanwhile() {
        Bought parcel = buy();
        sandbox.injectFault("ups", "track", "slow&seconds=2");
        var asking = ask(replicas.get(0), parcel);
        await().atMost(LONG).until(() -> asked() == 1);
        var waiting = ask(replicas.get(1), parcel);
        stores.cut(StoreProxyClient.REDIS);

        assertThat(asking.awaitItem(LONG).getItem().source()).isEqualTo(Source.MISS);
        assertThat(waiting.awaitItem(LONG).getItem().source()).isEqualTo(Source.MISS);
    }

    private List<UniAssertSubscriber<Found>> askOnAll(Bought parcel) {
        return IntStream.range(0, CALLERS)
                .mapToObj(i -> ask(replicas.get(i % replicas.size()), parcel))
                .toList();
    }

    private UniAssertSubscriber<Found> ask(Replica replica, Bought parcel) {
        return replica.lookup().lookUp(tracked(parcel)).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private TrackableShipment tracked(Bought parcel) {
        return new TrackableShipment(
                parcel.id(),
                "shop",
                null,
                parcel.carrier(),
                parcel.numbers().stream()
                        .map(number -> new PackageLabel(number, null))
                        .toList(),
                false,
                bought);
    }

    private static TrackingStatus status(Found found) {
        return found.packages().getFirst().status();
    }

    private static List<Found> answers(List<UniAssertSubscriber<Found>> callers) {
        return callers.stream().map(caller -> caller.awaitItem(LONG).getItem()).toList();
    }

    private static List<ProblemException> problems(List<UniAssertSubscriber<Found>> callers) {
        return callers.stream()
                .map(caller -> caller.awaitFailure(LONG).getFailure())
                .map(ProblemException.class::cast)
                .toList();
    }

    private double total(String result) {
        return replicas.stream().mapToDouble(replica -> replica.count(result)).sum();
    }

    private Replica replica() {
        SimpleMeterRegistry counted = new SimpleMeterRegistry();
        TrackingCache cache = cache();
        TrackingCoalescer inquiries = new TrackingCoalescer(cache, config, Clock.systemUTC());
        TrackingLookup lookup = new TrackingLookup(
                carriers, shipments, cache, inquiries, new TrackingLookupMetrics(counted), config, Clock.systemUTC());
        return new Replica(lookup, inquiries, counted);
    }

    private TrackingCache cache() {
        return new TrackingCache(new RedisWithTimeout(store, loops, config), json, config);
    }
}
