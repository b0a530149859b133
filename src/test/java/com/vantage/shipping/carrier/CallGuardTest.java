package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.carrier.CallGuard.CallSettings;
import com.vantage.shipping.carrier.CallGuard.Purpose;
import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.NotAsked;
import com.vantage.shipping.carrier.Outcome.Reason;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.resilience.CarrierCircuitBreaker;
import com.vantage.shipping.carrier.resilience.CarrierCircuitBreaker.Thresholds;
import com.vantage.shipping.carrier.resilience.CircuitStatus;
import com.vantage.shipping.support.MovableClock;
import io.opentelemetry.api.trace.TracerProvider;
import io.smallrye.mutiny.Uni;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallGuardTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration OPEN_FOR = Duration.ofMillis(400);

    private final MovableClock clock = new MovableClock();
    private final CarrierCircuitBreaker circuit =
            new CarrierCircuitBreaker("ups.quote", new Thresholds(5, 2, OPEN_FOR), clock, status -> {});
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger answersSeen = new AtomicInteger();
    private final FakeQuota quota = new FakeQuota();

    @Test
    void answerIsReturned() {
        assertThat(call(reads(), LONG, Uni.createFrom().item(new Answered<>("yes"))))
                .isEqualTo(new Answered<>("yes"));
    }

    @Test
    void declinedCallCountsAsSuccess() {
        Declined<String> declined = new Declined<>(Refusal.NO_SERVICE, "030001", "no zone");
        for (int i = 0; i < 6; i++) {
            assertThat(call(reads(), LONG, Uni.createFrom().item(declined))).isEqualTo(declined);
        }

        assertThat(circuit.status().failures()).isZero();
    }

    @Test
    void brokenReadIsRetriedTwice() {
        Outcome<String> outcome = call(reads(), LONG, failing(Failure.BROKEN));

        assertThat(calls).hasValue(3);
        assertThat(circuit.status().failures()).isEqualTo(3);
        assertThat(outcome).isInstanceOfSatisfying(Failed.class, f -> assertThat(f.failure())
                .isEqualTo(Failure.BROKEN));
    }

    @Test
    void purchaseIsNotRetried() {
        call(new CallSettings(LONG, 0, Duration.ofMillis(1)), LONG, failing(Failure.UNREACHABLE));

        assertThat(calls).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"TIMED_OUT", "UNREADABLE"})
    void timeoutsAndUnreadableAnswersCountButAreNotRetried(Failure failure) {
        call(reads(), LONG, failing(failure));

        assertThat(calls).hasValue(1);
        assertThat(circuit.status().failures()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREDENTIALS_REJECTED", "RATE_LIMITED"})
    void neutralFailuresKeepCircuitClosed(Failure failure) {
        for (int i = 0; i < 6; i++) {
            assertThat(call(reads(), LONG, failing(failure)))
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.failure()).isEqualTo(failure));
        }

        assertThat(calls).hasValue(6);
        assertThat(circuit.status().failures()).isZero();
    }

    @Test
    void slowAttemptTimesOut() {
        Outcome<String> outcome = call(
                new CallSettings(SHORT, 2, Duration.ofMillis(1)),
                LONG,
                Uni.createFrom().nothing());

        assertThat(outcome).isEqualTo(new Failed<>(Failure.TIMED_OUT, "no answer within 50 ms", null));
        assertThat(calls).hasValue(1);
        assertThat(circuit.status().failures()).isEqualTo(1);
    }

    @Test
    void attemptOutlivesDeadlineUntilItsTimeout() {
        CallSettings settings = new CallSettings(SHORT.multipliedBy(4), 2, Duration.ofMillis(1));

        Outcome<String> outcome = call(settings, SHORT, neverAnswered());

        assertThat(outcome).isEqualTo(new Failed<>(Failure.TIMED_OUT, "no answer within 50 ms", null));
        assertThat(circuit.status().failures()).isZero();
        await().until(() -> circuit.status().failures() == 1);
        assertThat(calls).hasValue(1);
    }

    @Test
    void hangingCarrierOpensCircuitDespiteShortDeadlines() {
        CallSettings settings = new CallSettings(SHORT.multipliedBy(2), 2, Duration.ofMillis(1));

        for (int i = 0; i < 5; i++) {
            call(settings, SHORT, neverAnswered());
        }

        await().until(() -> circuit.status().state() == CircuitStatus.State.OPEN);
        assertThat(call(settings, SHORT, neverAnswered())).isInstanceOf(NotAsked.class);
        assertThat(calls).hasValue(5);
    }

    @Test
    void shortDeadlinesKeepCircuitOfAnsweringCarrierClosed() {
        CallSettings settings = new CallSettings(LONG, 2, Duration.ofMillis(1));
        Uni<Answered<String>> late = answered().onItem().delayIt().by(SHORT.multipliedBy(2));
        Uni<Answered<String>> answeredAfterAll = late.invoke(answersSeen::incrementAndGet);

        for (int i = 0; i < 6; i++) {
            call(settings, SHORT, answeredAfterAll);
        }

        await().untilAtomic(answersSeen, is(6));
        assertThat(circuit.status().failures()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void attemptsOutlivingCallersAreLimitedToCircuitThreshold(int retries) {
        AtomicInteger open = new AtomicInteger();
        Uni<Answer<String>> hanging = neverAnswered()
                .onSubscription()
                .invoke(open::incrementAndGet)
                .onCancellation()
                .invoke(open::decrementAndGet);

        CallGuard guard = guard(new CallSettings(SHORT.multipliedBy(20), retries, Duration.ofMillis(1)));

        for (int i = 0; i < 8; i++) {
            call(guard, Duration.ofMillis(5), 1, hanging);
        }

        await().untilAtomic(open, is(5));
        assertThat(circuit.status().failures()).isZero();
        await().untilAtomic(open, is(0));
        assertThat(circuit.status().state()).isEqualTo(CircuitStatus.State.OPEN);
    }

    @Test
    void openCircuitRejectsCallsWithRetryAfter() {
        for (int i = 0; i < 5; i++) {
            call(reads(), LONG, failing(Failure.TIMED_OUT));
        }

        assertThat(call(reads(), LONG, Uni.createFrom().item(new Answered<>("yes"))))
                .isEqualTo(new NotAsked<>(Reason.CIRCUIT_OPEN, OPEN_FOR));
        assertThat(calls).hasValue(5);
    }

    @Test
    void circuitOpeningBetweenAttemptsKeepsFirstFailure() {
        for (int i = 0; i < 4; i++) {
            call(reads(), LONG, failing(Failure.TIMED_OUT));
        }

        assertThat(call(reads(), LONG, failing(Failure.BROKEN)))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.failure()).isEqualTo(Failure.BROKEN));
        assertThat(calls).hasValue(5);
    }

    @Test
    void abandonedTrialIsCountedAtItsTimeout() {
        for (int i = 0; i < 5; i++) {
            call(reads(), LONG, failing(Failure.TIMED_OUT));
        }
        CallSettings once = new CallSettings(SHORT, 0, Duration.ofMillis(1));
        clock.advance(OPEN_FOR);
        await().until(() -> call(once, SHORT.dividedBy(2), neverAnswered()) instanceof Failed);
        assertThat(circuit.status().state()).isEqualTo(CircuitStatus.State.HALF_OPEN);
        call(once, SHORT.dividedBy(2), neverAnswered());
        assertThat(call(once, LONG, answered())).isInstanceOf(NotAsked.class);

        await().until(() -> circuit.status().state() == CircuitStatus.State.OPEN);
        clock.advance(OPEN_FOR);

        await().until(() -> call(once, LONG, answered()), new Answered<>("yes")::equals);
    }

    @Test
    void everyAttemptUsesQuota() {
        quota.remaining = 8;

        Outcome<String> outcome = call(reads(), LONG, 3, failing(Failure.BROKEN));

        assertThat(quota.remaining).isEqualTo(2);
        assertThat(calls).hasValue(2);
        assertThat(outcome).isInstanceOfSatisfying(Failed.class, f -> assertThat(f.failure())
                .isEqualTo(Failure.BROKEN));
    }

    @Test
    void exhaustedQuotaKeepsCircuitClosed() {
        quota.remaining = 0;

        for (int i = 0; i < 6; i++) {
            assertThat(call(reads(), LONG, Uni.createFrom().item(new Answered<>("yes"))))
                    .isEqualTo(new NotAsked<>(Reason.QUOTA_EXHAUSTED, Duration.ofSeconds(7)));
        }
        quota.remaining = 1;

        assertThat(call(reads(), LONG, Uni.createFrom().item(new Answered<>("yes"))))
                .isEqualTo(new Answered<>("yes"));
        assertThat(calls).hasValue(1);
    }

    @Test
    void openCircuitUsesNoQuota() {
        quota.remaining = 5;
        for (int i = 0; i < 5; i++) {
            call(reads(), LONG, failing(Failure.TIMED_OUT));
        }

        assertThat(call(reads(), LONG, failing(Failure.TIMED_OUT)))
                .isEqualTo(new NotAsked<>(Reason.CIRCUIT_OPEN, OPEN_FOR));
    }

    @Test
    void callWithoutRequestUsesNoQuotaAndIsNotCounted() {
        for (int i = 0; i < 5; i++) {
            call(reads(), LONG, failing(Failure.TIMED_OUT));
        }
        quota.remaining = 0;
        Declined<String> declined = new Declined<>(Refusal.OVER_LIMIT, "WEIGHT", "too heavy");

        assertThat(call(reads(), LONG, 0, Uni.createFrom().item(declined))).isEqualTo(declined);
        assertThat(circuit.status().state()).isEqualTo(CircuitStatus.State.OPEN);
    }

    @Test
    void throttlingClosesQuotaForRetryAfter() {
        call(
                reads(),
                LONG,
                Uni.createFrom()
                        .failure(new CarrierUnavailableException(
                                Failure.RATE_LIMITED, "enough", Duration.ofSeconds(9), null)));
        assertThat(quota.suspendedFor).isEqualTo(Duration.ofSeconds(9));

        call(reads(), LONG, failing(Failure.RATE_LIMITED));
        assertThat(quota.suspendedFor).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void unexpectedExceptionsAreTranslated() {
        assertThat(failureOf(new CompletionException(new SocketException("reset"))))
                .isEqualTo(Failure.UNREACHABLE);
        assertThat(failureOf(new CompletionException(new TimeoutException()))).isEqualTo(Failure.TIMED_OUT);
        assertThat(failureOf(new NullPointerException())).isEqualTo(Failure.UNREADABLE);
    }

    private static Failure failureOf(Throwable thrown) {
        return TransportFailureTranslator.translate("ups.quote", thrown).failure();
    }

    private static CallSettings reads() {
        return new CallSettings(LONG, 2, Duration.ofMillis(1));
    }

    private static Uni<Answered<String>> answered() {
        return Uni.createFrom().item(new Answered<>("yes"));
    }

    private static Uni<Answer<String>> neverAnswered() {
        return Uni.createFrom().nothing();
    }

    private static Uni<Answer<String>> failing(Failure failure) {
        return Uni.createFrom().failure(() -> new CarrierUnavailableException(failure, "because"));
    }

    private Outcome<String> call(CallSettings settings, Duration deadline, Uni<? extends Answer<String>> answer) {
        return call(settings, deadline, 1, answer);
    }

    private Outcome<String> call(
            CallSettings settings, Duration deadline, long cost, Uni<? extends Answer<String>> answer) {
        return call(guard(settings), deadline, cost, answer);
    }

    private CallGuard guard(CallSettings settings) {
        return new CallGuard("ups.quote", settings, circuit, quota);
    }

    private Outcome<String> call(CallGuard guard, Duration deadline, long cost, Uni<? extends Answer<String>> answer) {
        PreparedCall<String> prepared = PreparedCall.of(() -> cost, each -> each, each -> {
            calls.incrementAndGet();
            return answer.map(CallGuardTest::valueOf);
        });
        CarrierCallTracing span = CarrierCallTracing.start(TracerProvider.noop().get("test"), "ups", "quote");
        return guard.withDeadline(deadline, guard.call(prepared, Purpose.READ, span))
                .await()
                .atMost(LONG);
    }

    /** Like an adapter: throws refusals. */
    private static String valueOf(Answer<String> answer) {
        return switch (answer) {
            case Answered<String>(var value) -> value;
            case Declined<String>(var refusal, var code, var reason) ->
                throw new CarrierDeclinedException(refusal, code, reason);
        };
    }

    /** A quota with so many permits left. */
    private static final class FakeQuota implements CallGuard.Quota {
        private long remaining = Long.MAX_VALUE;
        private @Nullable Duration suspendedFor;

        @Override
        public Uni<Void> acquire(long calls, Purpose purpose) {
            if (calls > remaining) {
                return Uni.createFrom().failure(new NotAskedException(Reason.QUOTA_EXHAUSTED, Duration.ofSeconds(7)));
            }
            remaining -= calls;
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Void> suspend(Duration time) {
            suspendedFor = time;
            return Uni.createFrom().voidItem();
        }
    }
}
