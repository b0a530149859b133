package com.vantage.shipping.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vantage.shipping.ratelimit.RateLimit.PermitDecision;
import com.vantage.shipping.ratelimit.RateLimit.PermitRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.redis.runtime.datasource.ReactiveRedisDataSourceImpl;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisAPI;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** Several replicas with one real Redis, which is stopped and started. */
class RateLimiterTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final AtomicInteger NEXT_NAME = new AtomicInteger();

    private static int port;
    private static RedisServer server;
    private static Vertx vertx;
    private static Redis client;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private List<RateLimiter> replicas = List.of();

    private record Config(int replicas, Supplier<Duration> timeouts, Duration redisRetryDelay)
            implements RateLimiterConfig {
        @Override
        public Duration redisTimeout() {
            return timeouts.get();
        }
    }

    @BeforeAll
    static void startRedis() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = redis();
        vertx = Vertx.vertx();
        client = Redis.createClient(vertx, "redis://127.0.0.1:" + port);
    }

    @AfterAll
    static void stopRedis() throws IOException {
        client.close();
        vertx.closeAndAwait();
        server.stop();
    }

    @BeforeEach
    void startReplicas() {
        RedisAPI.api(client).flushall(List.of()).await().atMost(TIMEOUT);
        replicas = IntStream.range(0, 3).mapToObj(i -> replica()).toList();
        // Twice, so that Redis knows each replica and each replica knows their number
        replicas.forEach(replica -> take(replica, wish(limit("1000/1s"), 1)));
        replicas.forEach(replica -> take(replica, wish(limit("1000/1s"), 1)));
    }

    @AfterEach
    void startRedisAgain() throws IOException {
        if (!server.isActive()) {
            server = redis();
        }
    }

    @Test
    void limitIsFullyUsedButNeverExceeded() {
        RateLimit limit = limit("20/1s");

        List<Long> granted = storm(limit, Duration.ofSeconds(4));

        assertThat(mostInASecond(granted)).isLessThanOrEqualTo(20);
        assertThat(granted.size()).isGreaterThanOrEqualTo(4 * 18);
    }

    @Test
    void everyWindowMustHaveRoom() {
        RateLimit limit = limit("100/1s", "5/1m");

        List<PermitDecision> verdicts = IntStream.range(0, 6)
                .mapToObj(i -> take(replicas.get(i % 3), wish(limit, 1)))
                .toList();

        assertThat(verdicts).extracting(PermitDecision::isGranted).containsExactly(true, true, true, true, true, false);
        assertThat(verdicts.getLast().retryAfter()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(66));
        assertThat(verdicts.getLast().used()).containsExactly(5L, 5L);
    }

    @Test
    void requestForSeveralCallsCountsAll() {
        RateLimit limit = limit("10/1m");

        assertThat(take(replicas.get(0), wish(limit, 7)).isGranted()).isTrue();
        assertThat(take(replicas.get(1), wish(limit, 4)).isGranted()).isFalse();
        assertThat(take(replicas.get(1), wish(limit, 3)).isGranted()).isTrue();
    }

    @Test
    void percentReservesPartOfLimit() {
        RateLimit limit = limit("10/1m");

        long ordinary = IntStream.range(0, 10)
                .filter(i ->
                        take(replicas.get(0), new PermitRequest(limit, 1, 80)).isGranted())
                .count();
        long preferred = IntStream.range(0, 10)
                .filter(i ->
                        take(replicas.get(1), new PermitRequest(limit, 1, 100)).isGranted())
                .count();

        assertThat(List.of(ordinary, preferred)).containsExactly(8L, 2L);
    }

    @Test
    void closedLimitIsClosedForAllReplicas() {
        RateLimit limit = limit("10/1m");

        replicas.get(0).suspend(limit, Duration.ofSeconds(30)).await().atMost(TIMEOUT);

        PermitDecision verdict = take(replicas.get(1), wish(limit, 1));
        assertThat(verdict.retryAfter()).isBetween(Duration.ofSeconds(28), Duration.ofSeconds(30));
        assertThat(verdict.isSuspended()).isTrue();
    }

    @Test
    void fullWindowIsNotClosed() {
        RateLimit limit = limit("1/1m");
        take(replicas.get(0), wish(limit, 1));

        PermitDecision verdict = take(replicas.get(1), wish(limit, 1));

        assertThat(verdict.isGranted()).isFalse();
        assertThat(verdict.isSuspended()).isFalse();
    }

    @Test
    void requestsAreDecidedIndependentlyInOrder() {
        RateLimit full = limit("1/1m");
        RateLimit empty = limit("1/1m");
        take(replicas.get(0), wish(full, 1));

        List<PermitDecision> verdicts = replicas.get(1)
                .acquire(List.of(wish(full, 1), wish(empty, 1)))
                .await()
                .atMost(TIMEOUT);

        assertThat(verdicts).extracting(PermitDecision::isGranted).containsExactly(false, true);
    }

    @Test
    void replicasEnforceSharesWithoutRedis() throws IOException {
        RateLimit limit = limit("30/1m");
        take(replicas.get(0), wish(limit, 4));
        server.stop();

        List<Long> granted = replicas.stream()
                .map(replica -> IntStream.range(0, 30)
                        .filter(i -> take(replica, wish(limit, 1)).isGranted())
                        .count())
                .toList();

        assertThat(granted).containsExactly(6L, 10L, 10L);
        assertThat(replicas).noneMatch(RateLimiter::isShared);
        assertThat(meters.get("ratelimit.shared").gauge().value()).isZero();
    }

    @Test
    void lateGrantMustFitIntoShare() {
        RateLimit limit = limit("30/1m");
        Queue<Duration> patience = new ConcurrentLinkedQueue<>(List.of(TIMEOUT, TIMEOUT, Duration.ofMillis(50)));
        RateLimiter replica = replica(() -> Objects.requireNonNullElse(patience.poll(), TIMEOUT));
        take(replica, wish(limit("1000/1s"), 1));
        RedisAPI.api(client).client(List.of("PAUSE", "300")).await().atMost(TIMEOUT);

        CompletableFuture<List<PermitDecision>> late =
                replica.acquire(List.of(wish(limit, 10))).subscribeAsCompletionStage();
        PermitDecision alone = take(replica, wish(limit, 10));

        assertThat(alone.isGranted()).isTrue();
        assertThat(late).isNotDone();
        assertThat(late.join()).noneMatch(PermitDecision::isGranted);
    }

    @Test
    void limitBelowReplicaCountIsSharedOverTime() throws IOException {
        RateLimit limit = limit("1/1s");
        server.stop();

        List<Long> granted = storm(limit, Duration.ofSeconds(4));

        assertThat(granted).hasSizeBetween(3, 6);
    }

    @Test
    void returningRedisCausesNoBurst() throws IOException {
        RateLimit limit = limit("30/1s");
        server.stop();
        List<Long> granted = new ArrayList<>(storm(limit, Duration.ofSeconds(1)));
        server = redis();

        granted.addAll(storm(limit, Duration.ofSeconds(4)));

        assertThat(mostInASecond(granted)).isLessThanOrEqualTo(30);
        assertThat(replicas).allMatch(RateLimiter::isShared);
        assertThat(meters.get("ratelimit.shared").gauge().value()).isOne();
        assertThat(granted.stream().filter(at -> at > granted.getLast() - 2000)).hasSizeGreaterThan(48);
    }

    @Test
    void sharesApplyForOneWindowAfterDataLoss() throws IOException {
        RateLimit limit = limit("30/1m");
        IntStream.range(0, 30).forEach(i -> take(replicas.get(i % 3), wish(limit, 1)));
        server.stop();
        server = redis();
        await().atMost(TIMEOUT).until(() -> {
            replicas.forEach(replica -> take(replica, wish(limit("1000/1s"), 1)));
            return replicas.stream().allMatch(RateLimiter::isShared);
        });

        assertThat(replicas)
                .allSatisfy(replica ->
                        assertThat(take(replica, wish(limit, 1)).isGranted()).isFalse());
    }

    /** Requests permits continuously and returns the times of the grants, in milliseconds. */
    private List<Long> storm(RateLimit limit, Duration length) {
        List<Long> granted = new ArrayList<>();
        long end = System.currentTimeMillis() + length.toMillis();
        while (System.currentTimeMillis() < end) {
            RateLimiter replica = replicas.get(ThreadLocalRandom.current().nextInt(replicas.size()));
            if (take(replica, wish(limit, 1)).isGranted()) {
                granted.add(System.currentTimeMillis());
            }
        }
        return granted;
    }

    private static int mostInASecond(List<Long> times) {
        return times.stream()
                .mapToInt(start -> (int) times.stream()
                        .filter(at -> at >= start && at < start + 1000)
                        .count())
                .max()
                .orElse(0);
    }

    private static PermitDecision take(RateLimiter replica, PermitRequest wish) {
        return replica.acquire(List.of(wish)).await().atMost(TIMEOUT).getFirst();
    }

    private static PermitRequest wish(RateLimit limit, int calls) {
        return new PermitRequest(limit, calls, 100);
    }

    /** A limit with a unique name. */
    private static RateLimit limit(String... windows) {
        return new RateLimit(
                "test-" + NEXT_NAME.incrementAndGet(),
                List.of(windows).stream().map(Window::parse).toList());
    }

    private RateLimiter replica() {
        return replica(() -> Duration.ofMillis(500));
    }

    private RateLimiter replica(Supplier<Duration> patience) {
        return new RateLimiter(
                new RedisCounters(new ReactiveRedisDataSourceImpl(vertx, client, RedisAPI.api(client))),
                new Config(3, patience, Duration.ofMillis(50)),
                meters,
                Clock.systemUTC(),
                vertx.getDelegate());
    }

    private static RedisServer redis() throws IOException {
        RedisServer started = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .build();
        started.start();
        return started;
    }
}
