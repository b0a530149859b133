package com.vantage.shipping.carrier.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.NotAsked;
import com.vantage.shipping.carrier.Outcome.Reason;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.health.CarrierHealth.MinuteCounts;
import com.vantage.shipping.carrier.health.ReplicaState.CarrierState;
import com.vantage.shipping.carrier.resilience.CircuitStatus;
import com.vantage.shipping.carrier.resilience.CircuitStatus.State;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.support.LogCapture;
import com.vantage.shipping.support.MovableClock;
import com.vantage.shipping.support.RestartableRedis;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two replicas sharing one real Redis, which is stopped and started. */
class ReplicasTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final CarrierCode UPS = new CarrierCode("ups");
    private static final Outcome<String> ANSWERED = new Answered<>("yes");
    private static final Outcome<String> DECLINED = new Declined<>(Refusal.NO_SERVICE, "1", "no");
    private static final Outcome<String> BROKEN = new Failed<>(Failure.BROKEN, "500", null);
    private static final Outcome<String> RATE_LIMITED = new Failed<>(Failure.RATE_LIMITED, "429", null);
    private static final Outcome<String> NOT_CALLED = new NotAsked<>(Reason.CIRCUIT_OPEN, Duration.ofSeconds(1));

    @RegisterExtension
    static final RestartableRedis redis = new RestartableRedis();

    private final MovableClock clock = new MovableClock();
    private final Replica one = new Replica();
    private final Replica other = new Replica();

    /** A replica whose calls and circuits the test sets. */
    private final class Replica {
        private final CallStatistics log = new CallStatistics(clock);
        private CircuitStatus quoting = view(State.CLOSED, clock.instant(), null);
        private @Nullable Instant tokenExpiresAt;
        private final HealthExchange replica = new HealthExchange(log, this::state, shared(), clock);

        void called(String operation, Outcome<?> outcome, int millis) {
            log.onCall(UPS, operation, outcome, Duration.ofMillis(millis));
        }

        void circuit(State state, @Nullable String why) {
            quoting = view(state, clock.instant(), why);
            log.onCircuitChange(UPS, "quote", quoting);
        }

        void publish() {
            replica.publish().await().atMost(TIMEOUT);
        }

        HealthSnapshot knows() {
            return replica.snapshot().await().atMost(TIMEOUT);
        }

        private ReplicaState state() {
            return new ReplicaState(
                    log.since(), Map.of("ups", new CarrierState(tokenExpiresAt, Map.of("quote", quoting))));
        }
    }

    /** The first command of a client may take longer than it waits for Redis. */
    @BeforeEach
    void connect() {
        await().atMost(TIMEOUT)
                .until(() -> one.knows().complete() && other.knows().complete());
    }

    @Test
    void callsOfReplicasAreAdded() {
        one.called("quote", ANSWERED, 100);
        one.called("quote", DECLINED, 100);
        one.called("track", ANSWERED, 100);
        other.called("quote", BROKEN, 2000);
        other.called("quote", RATE_LIMITED, 5);
        other.called("quote", NOT_CALLED, 0);
        one.publish();
        other.publish();
        one.called("quote", ANSWERED, 100);

        CallCounts quotes = one.knows().calls(UPS, "quote");

        assertThat(one.knows().complete()).isTrue();
        assertThat(List.of(quotes.good(), quotes.failed(), quotes.throttled(), quotes.notAsked()))
                .containsExactly(3L, 1L, 1L, 1L);
        assertThat(quotes.sent()).isEqualTo(5);
        assertThat(LatencyHistogram.percentile(quotes.latencies(), 0.5)).isBetween(95L, 105L);
        assertThat(LatencyHistogram.percentile(quotes.latencies(), 0.99)).isBetween(1900L, 2100L);
        assertThat(one.knows().calls(UPS).sent()).isEqualTo(6);
        // The other replica has not seen the last call yet
        assertThat(other.knows().calls(UPS, "quote").good()).isEqualTo(2);
    }

    @Test
    void publishingTwiceCountsOnce() {
        one.called("quote", ANSWERED, 100);
        one.publish();
        one.log.markUnpublished(one.log.minutes().keySet());
        one.publish();
        one.publish();

        assertThat(other.knows().calls(UPS).sent()).isEqualTo(1);
    }

    @Test
    void callsExpireAfterWindow() {
        one.called("quote", ANSWERED, 100);
        one.publish();
        clock.advance(Duration.ofMinutes(14));
        one.called("quote", ANSWERED, 100);
        one.publish();

        assertThat(other.knows().calls(UPS).sent()).isEqualTo(2);
        clock.advance(Duration.ofMinutes(1));
        assertThat(other.knows().calls(UPS).sent()).isEqualTo(1);
        assertThat(one.knows().calls(UPS).sent()).isEqualTo(1);
    }

    @Test
    void lastPublicationFailsSilently() throws IOException {
        redis.stop();
        try (LogCapture log = LogCapture.of(HealthExchange.class)) {
            one.replica.publishFinally().await().atMost(TIMEOUT);
            assertThat(log.lines()).isEmpty();

            one.publish();
            assertThat(log.lines()).hasSize(1);
        }
    }

    @Test
    void redisOutageLosesNoCalls() throws IOException {
        one.called("quote", ANSWERED, 100);
        other.called("quote", ANSWERED, 100);
        one.publish();
        other.publish();

        redis.stop();
        one.called("quote", BROKEN, 100);
        one.publish();
        other.called("quote", ANSWERED, 100);
        other.publish();
        HealthSnapshot alone = one.knows();

        assertThat(alone.complete()).isFalse();
        assertThat(alone.states()).hasSize(1);
        assertThat(alone.calls(UPS).sent()).isEqualTo(2);

        // Redis restarts without data
        redis.start();
        one.called("quote", ANSWERED, 100);
        for (int i = 0; i < 2; i++) {
            one.publish();
            other.publish();
        }

        assertThat(one.knows().complete()).isTrue();
        assertThat(List.of(one, other)).allSatisfy(each -> {
            assertThat(each.knows().calls(UPS).sent()).isEqualTo(5);
            assertThat(each.knows().calls(UPS).failed()).isEqualTo(1);
        });
    }

    @Test
    void circuitOpenEverywhereIsDownElseDegraded() {
        clock.advance(Duration.ofSeconds(1));
        one.circuit(State.OPEN, "500");
        one.publish();
        other.publish();

        CircuitHealth circuit = CircuitHealth.of(other.knows().circuits(UPS, "quote"));
        assertThat(circuit.state()).isEqualTo("open");
        assertThat(circuit.since()).isEqualTo(clock.instant());
        assertThat(circuit.why()).isEqualTo("500");
        assertThat(circuit.replicas()).isEqualTo(new CircuitHealth.Replicas(1, 1, 0));
        assertThat(status(other)).isEqualTo(CarrierHealthStatus.DEGRADED);
        assertThat(reasons(other)).containsExactly("quote: circuit open on 1 of 2 replicas: 500");

        clock.advance(Duration.ofSeconds(1));
        other.circuit(State.OPEN, "502");

        assertThat(status(other)).isEqualTo(CarrierHealthStatus.DOWN);
        assertThat(reasons(other)).containsExactly("quote: circuit open on every replica: 500");
        one.circuit(State.HALF_OPEN, "500");
        one.publish();
        clock.advance(Duration.ofSeconds(1));
        other.circuit(State.HALF_OPEN, "502");
        assertThat(reasons(other)).containsExactly("quote: circuit half open on every replica: 500");
    }

    @Test
    void trendHasEveryMinuteWithoutLatencyIfNoCalls() {
        one.called("quote", ANSWERED, 100);
        one.called("track", BROKEN, 2000);
        one.publish();
        clock.advance(Duration.ofMinutes(2));
        other.called("quote", RATE_LIMITED, 5);
        other.called("quote", NOT_CALLED, 0);

        List<MinuteCounts> trend = CarrierHealth.trend(UPS, other.knows(), clock.instant());

        assertThat(trend).hasSize(15).isSortedAccordingTo(Comparator.comparing(MinuteCounts::minute));
        assertThat(trend.getLast().minute()).isEqualTo(clock.instant().truncatedTo(ChronoUnit.MINUTES));
        assertThat(trend.get(12)).matches(minute -> minute.calls() == 2 && minute.failed() == 1);
        assertThat(Objects.requireNonNull(trend.get(12).latencyMs()).p99()).isBetween(1900L, 2100L);
        assertThat(trend.get(13)).matches(minute -> minute.calls() == 0 && minute.latencyMs() == null);
        assertThat(trend.get(14))
                .matches(minute -> minute.calls() == 1 && minute.throttled() == 1 && minute.notAsked() == 1);
        assertThat(trend.subList(0, 12)).allMatch(minute -> minute.calls() == 0 && minute.latencyMs() == null);
    }

    @Test
    void outageLastsFromFirstOpeningToLastClosing() {
        Instant begin = clock.instant();
        one.circuit(State.OPEN, "500");
        clock.advance(Duration.ofSeconds(20));
        other.circuit(State.OPEN, "502");
        other.publish();
        clock.advance(Duration.ofSeconds(5));
        one.circuit(State.HALF_OPEN, "500");
        one.circuit(State.OPEN, "503");
        clock.advance(Duration.ofSeconds(5));
        one.circuit(State.CLOSED, null);
        one.publish();
        Outage lasting = lastOutage(one).orElseThrow();

        assertThat(lasting.from()).isEqualTo(begin);
        assertThat(lasting.to()).isNull();
        assertThat(lasting.reason()).isEqualTo("500");

        clock.advance(Duration.ofSeconds(2));
        other.circuit(State.CLOSED, null);
        other.publish();

        assertThat(lastOutage(one).orElseThrow().from()).isEqualTo(begin);
        assertThat(lastOutage(one).orElseThrow().to()).isEqualTo(clock.instant());
        clock.advance(Duration.ofDays(29));
        assertThat(lastOutage(one)).isPresent();
        clock.advance(Duration.ofDays(2));
        assertThat(lastOutage(one)).isEmpty();
    }

    @Test
    void outageOfStoppedReplicaEndsWhenLastSeen() {
        other.circuit(State.OPEN, "500");
        clock.advance(Duration.ofSeconds(3));
        other.publish();
        Instant lastHeard = clock.instant();

        clock.advance(Duration.ofSeconds(9));
        assertThat(lastOutage(one).orElseThrow().to()).isNull();
        clock.advance(Duration.ofSeconds(9));
        assertThat(lastOutage(one).orElseThrow().to()).isEqualTo(lastHeard);
    }

    @Test
    void lastCallsFailedIsDownAndSomeFailedIsDegraded() {
        for (int i = 0; i < 100; i++) {
            one.called("quote", ANSWERED, 100);
        }
        one.called("track", BROKEN, 100);
        assertThat(status(one)).isEqualTo(CarrierHealthStatus.UP);
        assertThat(reasons(one)).isEmpty();
        for (int i = 0; i < 5; i++) {
            one.called("track", BROKEN, 100);
        }
        assertThat(status(one)).isEqualTo(CarrierHealthStatus.DEGRADED);
        assertThat(reasons(one)).containsExactly("5.7 % of the calls failed");

        clock.advance(Duration.ofMinutes(1));
        for (int i = 0; i < 4; i++) {
            one.called("quote", BROKEN, 100);
        }
        assertThat(status(one)).isEqualTo(CarrierHealthStatus.DEGRADED);
        clock.advance(Duration.ofMinutes(15));
        for (int i = 0; i < 4; i++) {
            one.called("quote", BROKEN, 100);
        }
        assertThat(status(one)).as("too few calls for down").isEqualTo(CarrierHealthStatus.DEGRADED);
        one.called("quote", BROKEN, 100);
        assertThat(status(one)).isEqualTo(CarrierHealthStatus.DOWN);
        assertThat(reasons(one)).containsExactly("all of the last 5 calls failed", "100.0 % of the calls failed");
        clock.advance(Duration.ofMinutes(1));
        for (int i = 0; i < 5; i++) {
            one.called("quote", ANSWERED, 100);
        }
        assertThat(status(one)).isEqualTo(CarrierHealthStatus.DEGRADED);
    }

    @Test
    void nearlyUsedUpQuotaDegradesCarrier() {
        assertThat(status(one, new CarrierHealth.Quota(100, "1s", 90, 10))).isEqualTo(CarrierHealthStatus.UP);
        assertThat(status(one, new CarrierHealth.Quota(100, "1s", 91, 9))).isEqualTo(CarrierHealthStatus.DEGRADED);
        assertThat(reasons(one, new CarrierHealth.Quota(100, "1s", 91, 9)))
                .containsExactly("9 of 100 calls in 1s are left");
    }

    @Test
    void errorsOfReplicasAreCountedByKind() {
        one.called("quote", BROKEN, 100);
        one.called("quote", ANSWERED, 100);
        one.called("quote", DECLINED, 100);
        other.called("track", BROKEN, 100);
        other.called("quote", RATE_LIMITED, 5);
        other.called("quote", NOT_CALLED, 0);
        other.publish();

        assertThat(one.knows().calls(UPS).errors())
                .isEqualTo(Map.of("broken", 2L, "throttled_us", 1L, "circuit_open", 1L));
    }

    @Test
    void callsOfEarlierVersionAreCounted() throws IOException {
        CallCounts old = new ObjectMapper().readValue("""
                        {"good": 3, "failed": 1, "throttled": 0, "notAsked": 0, "latencies": {"7": 4}}""", CallCounts.class);

        assertThat(old.plus(CallCounts.of(BROKEN, Duration.ZERO)).failed()).isEqualTo(2);
        assertThat(old.errors()).isEmpty();
    }

    @Test
    void observationStartsWithFirstReplicaUntilLongGap() {
        Instant begin = clock.instant();
        one.publish();
        clock.advance(Duration.ofMinutes(10));
        Replica third = new Replica();
        third.publish();
        assertThat(third.knows().observedSince()).isEqualTo(begin);
        assertThat(other.knows().observedSince()).isEqualTo(begin);

        redis.api().del(List.of("{carrierhealth}:observed-since")).await().atMost(TIMEOUT);
        third.publish();
        assertThat(third.knows().observedSince())
                .as("one replica is still running")
                .isEqualTo(begin);
        redis.clear();
        third.publish();
        assertThat(third.knows().observedSince()).isEqualTo(begin.plus(Duration.ofMinutes(10)));
    }

    @Test
    void observationStartLivesAsLongAsCalls() {
        one.publish();

        assertThat(redis.api()
                        .pttl("{carrierhealth}:observed-since")
                        .await()
                        .atMost(TIMEOUT)
                        .toInteger())
                .isBetween(890_000, 900_000);
    }

    @Test
    void observationStartsWithReplicaWithoutRedis() throws IOException {
        clock.advance(Duration.ofMinutes(10));
        Replica third = new Replica();

        redis.stop();

        assertThat(third.knows().observedSince()).isEqualTo(clock.instant());
    }

    @Test
    void rateIsAveragedOverObservedTime() {
        Instant now = Instant.parse("2026-11-24T11:08:30Z");
        CallCounts hundred = new CallCounts(98, 2, 0, 7, new TreeMap<>(), new TreeMap<>());

        assertThat(CarrierHealth.perSecond(hundred, now.minusSeconds(50), now)).isEqualTo(2);
        assertThat(CarrierHealth.perSecond(hundred, now.minus(Duration.ofDays(3)), now))
                .as("14 minutes and half of the current one")
                .isEqualTo(0.11);
        assertThat(CarrierHealth.perSecond(hundred, now, now))
                .as("just started")
                .isEqualTo(100);
    }

    @Test
    void nextTrialIsTheEarliestOfReplicas() {
        assertThat(CircuitHealth.of(one.knows().circuits(UPS, "quote")).nextTrialAt())
                .isNull();
        one.circuit(State.OPEN, "500");
        one.publish();
        Instant first = clock.instant().plusSeconds(30);
        clock.advance(Duration.ofSeconds(5));
        other.circuit(State.OPEN, "500");

        assertThat(CircuitHealth.of(other.knows().circuits(UPS, "quote")).nextTrialAt())
                .isEqualTo(first);
        one.circuit(State.HALF_OPEN, "500");
        one.publish();
        assertThat(CircuitHealth.of(other.knows().circuits(UPS, "quote")).nextTrialAt())
                .isEqualTo(first.plusSeconds(5));
    }

    @Test
    void earliestTokenExpiryIsReported() {
        one.tokenExpiresAt = clock.instant().plusSeconds(600);
        other.tokenExpiresAt = clock.instant().plusSeconds(60);
        assertThat(one.knows().tokenExpiresAt(UPS)).contains(clock.instant().plusSeconds(600));
        other.publish();

        assertThat(one.knows().tokenExpiresAt(UPS)).contains(clock.instant().plusSeconds(60));
    }

    private static CarrierHealthStatus status(Replica member, CarrierHealth.Quota... quota) {
        return CarrierHealthStatus.of(UPS, List.of("quote"), member.knows(), List.of(quota));
    }

    private static List<String> reasons(Replica member, CarrierHealth.Quota... quota) {
        return CarrierHealthStatus.reasons(UPS, List.of("quote"), member.knows(), List.of(quota));
    }

    private Optional<Outage> lastOutage(Replica member) {
        return member.knows().lastOutage(UPS, clock.instant());
    }

    private static CircuitStatus view(State state, Instant since, @Nullable String why) {
        return new CircuitStatus(
                state, since, why, state == State.CLOSED ? 0 : 5, state == State.OPEN ? since.plusSeconds(30) : null);
    }

    private static RedisHealthStore shared() {
        ObjectMapper json = JsonMapper.builder().addModule(new JavaTimeModule()).build();
        return new RedisHealthStore(redis.dataSource(), json);
    }
}
