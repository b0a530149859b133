package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.MovableClock;
import com.vantage.shipping.carrier.Circuit.Permit;
import com.vantage.shipping.carrier.Circuit.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private final MovableClock clock = new MovableClock();
    private final List<State> told = new ArrayList<>();
    private final Circuit circuit = new Circuit(5, 2, Duration.ofSeconds(30), clock, view -> told.add(view.state()));

    @Test
    void fiveFailuresInARowOpenIt() {
        fail(4);
        assertThat(circuit.view().state()).isEqualTo(State.CLOSED);

        fail(1);

        assertThat(circuit.view().state()).isEqualTo(State.OPEN);
        assertThat(circuit.view().why()).isEqualTo("no answer");
        assertThat(circuit.view().since()).isEqualTo(clock.instant());
        assertThat(circuit.acquire()).isEmpty();
    }

    @Test
    void successInBetweenStartsTheCountAnew() {
        fail(4);
        permit().succeeded();
        fail(4);

        assertThat(circuit.view().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void callThatSaysNothingNeitherOpensNorHeals() {
        fail(4);
        permit().saysNothing();
        assertThat(circuit.view().state()).isEqualTo(State.CLOSED);

        fail(1);

        assertThat(circuit.view().state()).isEqualTo(State.OPEN);
    }

    @Test
    void openCircuitTellsWhenToComeBack() {
        fail(5);
        clock.advance(Duration.ofSeconds(12));

        assertThat(circuit.timeLeft()).isEqualTo(Duration.ofSeconds(18));
    }

    @Test
    void twoGoodTrialsCloseIt() {
        fail(5);
        clock.advance(Duration.ofSeconds(30));

        permit().succeeded();
        assertThat(circuit.view().state()).isEqualTo(State.HALF_OPEN);
        permit().succeeded();

        assertThat(circuit.view().state()).isEqualTo(State.CLOSED);
        assertThat(circuit.view().why()).isNull();
        assertThat(told).containsExactly(State.OPEN, State.HALF_OPEN, State.CLOSED);
    }

    @Test
    void badTrialOpensItForAnotherWhile() {
        fail(5);
        clock.advance(Duration.ofSeconds(30));

        permit().failed("still no answer");

        assertThat(circuit.view().state()).isEqualTo(State.OPEN);
        assertThat(circuit.timeLeft()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void oneTrialAtATime() {
        fail(5);
        clock.advance(Duration.ofSeconds(30));
        Permit trial = permit();

        assertThat(circuit.acquire()).isEmpty();
        trial.saysNothing();

        assertThat(circuit.acquire()).isPresent();
    }

    @Test
    void lateVerdictOfACallFromBeforeChangesNothing() {
        Permit old = permit();
        fail(5);
        clock.advance(Duration.ofSeconds(30));
        permit().succeeded();

        old.failed("no answer");

        assertThat(circuit.view().state()).isEqualTo(State.HALF_OPEN);
    }

    @Test
    void secondVerdictOfACallChangesNothing() {
        Permit permit = permit();
        for (int i = 0; i < 5; i++) {
            permit.failed("no answer");
        }

        assertThat(circuit.view().state()).isEqualTo(State.CLOSED);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            permit().failed("no answer");
        }
    }

    private Permit permit() {
        return circuit.acquire().orElseThrow();
    }
}
