package com.vantage.shipping.carrier.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.vantage.shipping.carrier.resilience.CarrierCircuitBreaker.Thresholds;
import com.vantage.shipping.carrier.resilience.CircuitStatus.State;
import com.vantage.shipping.support.MovableClock;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CarrierCircuitBreakerTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration OPEN_FOR = Duration.ofMillis(300);

    private final MovableClock clock = new MovableClock();
    private final List<State> states = new CopyOnWriteArrayList<>();
    private final CarrierCircuitBreaker circuit = new CarrierCircuitBreaker(
            "ups.quote", new Thresholds(5, 2, OPEN_FOR), clock, status -> states.add(status.state()));
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void consecutiveFailuresOpenCircuit() {
        fail(4);
        assertThat(circuit.status()).returns(State.CLOSED, CircuitStatus::state).returns(4, CircuitStatus::failures);

        fail(1);

        assertThat(circuit.status())
                .returns(State.OPEN, CircuitStatus::state)
                .returns("no answer", CircuitStatus::why)
                .returns(clock.instant(), CircuitStatus::since)
                .returns(5, CircuitStatus::failures);
        assertPrevented();
    }

    @Test
    void successResetsFailureCount() {
        fail(4);
        succeed(1);
        fail(4);

        assertThat(circuit.status().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void neutralCallChangesNothing() {
        fail(4);
        assertThatThrownBy(() -> end(false)).hasMessage("no answer");
        assertThat(circuit.status()).returns(State.CLOSED, CircuitStatus::state).returns(4, CircuitStatus::failures);

        fail(1);

        assertThat(circuit.status().state()).isEqualTo(State.OPEN);
    }

    @Test
    void openCircuitReportsTimeLeft() {
        fail(5);
        clock.advance(Duration.ofMillis(120));

        assertThat(circuit.timeUntilTrial()).contains(Duration.ofMillis(180));
    }

    @Test
    void successfulTrialsCloseCircuit() {
        fail(5);
        awaitTrials();

        succeed(1);
        assertThat(circuit.status().state()).isEqualTo(State.HALF_OPEN);
        succeed(1);

        assertThat(circuit.status())
                .returns(State.CLOSED, CircuitStatus::state)
                .returns(null, CircuitStatus::why)
                .returns(0, CircuitStatus::failures);
        assertThat(states).containsExactly(State.OPEN, State.HALF_OPEN, State.CLOSED);
    }

    @Test
    void failedTrialReopensCircuit() {
        fail(5);
        awaitTrials();

        fail(1);

        assertThat(circuit.status().state()).isEqualTo(State.OPEN);
        assertPrevented();
    }

    @Test
    void neutralTrialReopensCircuit() {
        fail(5);
        awaitTrials();

        assertThatThrownBy(() -> end(false)).hasMessage("no answer");

        assertThat(circuit.status()).returns(State.OPEN, CircuitStatus::state).returns("no answer", CircuitStatus::why);
    }

    @Test
    void neutralTrialAfterSuccessKeepsReason() {
        fail(5);
        awaitTrials();
        succeed(1);

        assertThatThrownBy(() -> end(false)).hasMessage("no answer");

        assertThat(circuit.status()).returns(State.OPEN, CircuitStatus::state).returns("no answer", CircuitStatus::why);
    }

    @Test
    void concurrentTrialsAreLimited() {
        fail(5);
        awaitTrials();
        hang();
        hang();

        assertPrevented();
    }

    @Test
    void lateFailureOfEarlierCallIsIgnored() {
        UniEmitter<? super String> old = hang();
        fail(5);
        awaitTrials();

        old.fail(new IllegalStateException("late"));

        assertThat(circuit.status()).returns(State.OPEN, CircuitStatus::state).returns("no answer", CircuitStatus::why);
    }

    private void assertPrevented() {
        int before = calls.get();
        assertThatThrownBy(() -> succeed(1)).isInstanceOf(CircuitOpenException.class);
        assertThat(calls).hasValue(before);
    }

    private void awaitTrials() {
        await().until(circuit::isTrialDue);
        assertThat(circuit.status().state()).isEqualTo(State.OPEN);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> end(true)).hasMessage("no answer");
        }
    }

    private void end(boolean isFailure) {
        circuit.call(() -> Uni.createFrom().failure(new IllegalStateException("no answer")), failure -> isFailure)
                .await()
                .atMost(SOON);
    }

    private void succeed(int times) {
        for (int i = 0; i < times; i++) {
            Uni<Integer> call = Uni.createFrom().item(calls::incrementAndGet);
            circuit.call(() -> call, failure -> true).await().atMost(SOON);
        }
    }

    /** A call that stays in flight until completed. */
    private UniEmitter<? super String> hang() {
        AtomicReference<UniEmitter<? super String>> carrier = new AtomicReference<>();
        circuit.call(() -> Uni.createFrom().<String>emitter(carrier::set), failure -> true)
                .subscribe()
                .with(answer -> {}, failure -> {});
        return carrier.get();
    }
}
