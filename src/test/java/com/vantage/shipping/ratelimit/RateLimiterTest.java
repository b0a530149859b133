package com.vantage.shipping.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vantage.shipping.ratelimit.RateLimit.PermitDecision;
import com.vantage.shipping.ratelimit.RateLimit.PermitRequest;
import com.vantage.shipping.support.RestartableRedis;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several replicas with one real Redis, which is stopped and started. */
class RateLimiterTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final AtomicInteger NEXT_NAME = new AtomicInteger();

    @RegisterExtension
    static final RestartableRedis redis = new RestartableRedis();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private List<RateLimiter> replicas = List.of();

    private record Config(int replicas, Supplier<Duration> timeouts, Duration redisRetryDelay)
            implements RateLimiterConfig {
        @Override
        public Duration redisTimeout() {
            return timeouts.get();
        }
    }

    @BeforeEach
    void startReplicas() {
        replicas = IntStream.range(0, 3).mapToObj(i -> replica()).toList();
        // Twice, so that Redis knows each replica and each replica knows their number
        replicas.forEach(replica -> take(replica, request(limit("1000/1s"), 1)));
        replicas.forEach(replica -> take(replica, request(limit("1000/1s"), 1)));
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

        List<PermitDecision> decisions = IntStream.range(0, 6)
                .mapToObj(i -> take(replicas.get(i % 3), request(limit, 1)))
                .toList();

        assertThat(decisions)
                .extracting(PermitDecision::isGranted)
                .containsExactly(true, true, true, true, true, false);
        assertThat(decisions.getLast().retryAfter()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(66));
        assertThat(decisions.getLast().used()).containsExactly(5L, 5L);
    }

    @Test
    void requestForSeveralCallsCountsAll() {
        RateLimit limit = limit("10/1m");

        assertThat(take(replicas.get(0), request(limit, 7)).isGranted()).isTrue();
        assertThat(take(replicas.get(1), request(limit, 4)).isGranted()).isFalse();
        assertThat(take(replicas.get(1), request(limit, 3)).isGranted()).isTrue();
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

        PermitDecision verdict = take(replicas.get(1), request(limit, 1));
        assertThat(verdict.retryAfter()).isBetween(Duration.ofSeconds(28), Duration.ofSeconds(30));
        assertThat(verdict.isSuspended()).isTrue();
    }

    @Test
    void fullWindowIsNotClosed() {
        RateLimit limit = limit("1/1m");
        take(replicas.get(0), request(limit, 1));

        PermitDecision verdict = take(replicas.get(1), request(limit, 1));

        assertThat(verdict.isGranted()).isFalse();
        assertThat(verdict.isSuspended()).isFalse();
    }

    @Test
    void requestsAreDecidedIndependentlyInOrder() {
        RateLimit full = limit("1/1m");
        RateLimit empty = limit("1/1m");
        take(replicas.get(0), request(full, 1));

        List<PermitDecision> decisions = replicas.get(1)
                .acquire(List.of(request(full, 1), request(empty, 1)))
                .await()
                .atMost(TIMEOUT);

        assertThat(decisions).extracting(PermitDecision::isGranted).containsExactly(false, true);
    }

    @Test
    void replicasEnforceSharesWithoutRedis() throws IOException {
        RateLimit limit = limit("30/1m");
        take(replicas.get(0), request(limit, 4));
        redis.stop();

        List<Long> granted = replicas.stream()
                .map(replica -> IntStream.range(0, 30)
                        .filter(i -> take(replica, request(limit, 1)).isGranted())
                        .count())
                .toList();

        assertThat(granted).containsExactly(6L, 10L, 10L);
        assertThat(replicas).noneMatch(RateLimiter::isShared);
        assertThat(meters.get("ratelimit.shared").gauge().value()).isZero();
    }

    @Test
    void lateGrantMustFitIntoShare() {
        RateLimit limit = limit("30/1m");
        Queue<Duration> timeouts = new ConcurrentLinkedQueue<>(List.of(TIMEOUT, TIMEOUT, Duration.ofMillis(50)));
        RateLimiter replica = replica(() -> Objects.requireNonNullElse(timeouts.poll(), TIMEOUT));
        take(replica, request(limit("1000/1s"), 1));
        redis.api().client(List.of("PAUSE", "300")).await().atMost(TIMEOUT);

        CompletableFuture<List<PermitDecision>> late =
                replica.acquire(List.of(request(limit, 10))).subscribeAsCompletionStage();
        PermitDecision alone = take(replica, request(limit, 10));

        assertThat(alone.isGranted()).isTrue();
        assertThat(late).isNotDone();
        assertThat(late.join()).noneMatch(PermitDecision::isGranted);
    }

    @Test
    void limitBelowReplicaCountIsSharedOverTime() throws IOException {
        RateLimit limit = limit("1/1s");
        redis.stop();

        List<Long> granted = storm(limit, Duration.ofSeconds(4));

        assertThat(granted).hasSizeBetween(3, 6);
    }

    @Test
    void returningRedisCausesNoBurst() throws IOException {
        RateLimit limit = limit("30/1s");
        redis.stop();
        List<Long> granted = new ArrayList<>(storm(limit, Duration.ofSeconds(1)));
        redis.start();

        granted.addAll(storm(limit, Duration.ofSeconds(4)));

        assertThat(mostInASecond(granted)).isLessThanOrEqualTo(30);
        assertThat(replicas).allMatch(RateLimiter::isShared);
        assertThat(meters.get("ratelimit.shared").gauge().value()).isOne();
        assertThat(granted.stream().filter(at -> at > granted.getLast() - 2000)).hasSizeGreaterThan(48);
    }

    @Test
    void sharesApplyForOneWindowAfterDataLoss() throws IOException {
        RateLimit limit = limit("30/1m");
        IntStream.range(0, 30).forEach(i -> take(replicas.get(i % 3), request(limit, 1)));
        redis.stop();
        redis.start();
        await().atMost(TIMEOUT).until(() -> {
            replicas.forEach(replica -> take(replica, request(limit("1000/1s"), 1)));
            return replicas.stream().allMatch(RateLimiter::isShared);
        });

        assertThat(replicas)
                .allSatisfy(replica ->
                        assertThat(take(replica, request(limit, 1)).isGranted()).isFalse());
    }

    /** Requests permits continuously and returns the times of the grants, in milliseconds. */
    private List<Long> storm(RateLimit limit, Duration length) {
        List<Long> granted = new ArrayList<>();
        long end = System.currentTimeMillis() + length.toMillis();
        while (System.currentTimeMillis() < end) {
            RateLimiter replica = replicas.get(ThreadLocalRandom.current().nextInt(replicas.size()));
            if (take(replica, request(limit, 1)).isGranted()) {
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

    private static PermitDecision take(RateLimiter replica, PermitRequest request) {
        return replica.acquire(List.of(request)).await().atMost(TIMEOUT).getFirst();
    }

    private static PermitRequest request(RateLimit limit, int calls) {
        return new PermitRequest(limit, calls, 100);
    }

    /** A limit with a unique name. */
    private static RateLimit limit(String... windows) {
        return new RateLimit(
                "test-" + NEXT_NAME.incrementAndGet(),
                List.of(windows).stream().map(RateLimitWindow::parse).toList());
    }

    private RateLimiter replica() {
        return replica(() -> Duration.ofMillis(500));
    }

    private RateLimiter replica(Supplier<Duration> timeouts) {
        return new RateLimiter(
                new RedisCounters(redis.dataSource()),
                new Config(3, timeouts, Duration.ofMillis(50)),
                meters,
                Clock.systemUTC(),
                redis.vertx().getDelegate());
    }
}
