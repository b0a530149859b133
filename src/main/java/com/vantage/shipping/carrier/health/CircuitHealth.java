package com.vantage.shipping.carrier.health;

import com.vantage.shipping.carrier.resilience.CircuitStatus;
import com.vantage.shipping.carrier.resilience.CircuitStatus.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The circuits of one operation of all replicas. */
@Schema(name = "CarrierCircuit", description = "The worst circuit of all replicas")
record CircuitHealth(
        @Schema(
                description = "closed: calls are sent; open: none are sent; half_open: a few trial calls are sent",
                enumeration = {"closed", "open", "half_open"},
                examples = "closed")
        String state,

        @Schema(description = "Start of this state") Instant since,

        @Schema(description = "Consecutive failures", examples = "0")
        int failures,

        @Schema(
                description = "The failure that opened it, while it is not closed",
                examples = "no answer within 2000 ms")
        @Nullable
        String why,

        @Schema(description = "Start of trial calls, while it is open", examples = "2025-10-09T11:50:11Z") @Nullable
        Instant nextTrialAt,

        Replicas replicas) {

    /** Worst state first; of closed circuits the most recent state first, of others the oldest. */
    private static final Comparator<CircuitStatus> WORST_FIRST = Comparator.comparing(CircuitHealth::severity)
            .reversed()
            .thenComparing((one, other) -> one.state() == State.CLOSED
                    ? other.since().compareTo(one.since())
                    : one.since().compareTo(other.since()));

    @Schema(name = "CarrierCircuitReplicas", description = "How many replicas' circuits are in each state")
    record Replicas(
            @Schema(description = "Replicas whose circuit is closed", examples = "4")
            long closed,

            @Schema(description = "Replicas whose circuit is open", examples = "0")
            long open,

            @Schema(description = "Replicas whose circuit is half open", examples = "0")
            long halfOpen) {}

    /** @param circuits at least one */
    static CircuitHealth of(List<CircuitStatus> circuits) {
        CircuitStatus worst = circuits.stream().min(WORST_FIRST).orElseThrow();
        return new CircuitHealth(
                worst.state().code(),
                worst.since(),
                circuits.stream().mapToInt(CircuitStatus::failures).max().orElseThrow(),
                worst.why(),
                nextTrialAt(circuits),
                new Replicas(
                        count(circuits, State.CLOSED), count(circuits, State.OPEN), count(circuits, State.HALF_OPEN)));
    }

    /** Describes a circuit that is not closed: {@code circuit open on 3 of 4 replicas: no answer within 2000 ms}. */
    String description() {
        long total = replicas.closed() + replicas.open() + replicas.halfOpen();
        long matching = replicas.open() > 0 ? replicas.open() : replicas.halfOpen();
        return "circuit " + state.replace('_', ' ') + " on "
                + (matching == total ? "every replica" : matching + " of " + total + " replicas")
                + (why == null ? "" : ": " + why);
    }

    /** The earliest trial of all replicas. */
    private static @Nullable Instant nextTrialAt(List<CircuitStatus> circuits) {
        return circuits.stream()
                .map(CircuitStatus::nextTrialAt)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    private static int severity(CircuitStatus circuit) {
        return switch (circuit.state()) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }

    private static long count(List<CircuitStatus> circuits, State state) {
        return circuits.stream().filter(circuit -> circuit.state() == state).count();
    }
}
