package com.vantage.shipping.carrier.health;

import com.vantage.shipping.carrier.health.CarrierHealth.Quota;
import com.vantage.shipping.carrier.resilience.CircuitStatus;
import com.vantage.shipping.carrier.resilience.CircuitStatus.State;
import com.vantage.shipping.model.CarrierCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Overall status of a carrier. */
enum CarrierStatus {
    UP,
    DEGRADED,
    DOWN;

    /** Minimum number of calls to call a carrier down; as many consecutive failures open a circuit. */
    private static final int LAST_CALLS = 5;

    private static final double MANY_ERRORS = 0.05;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CarrierStatus of(
            CarrierCode carrier, Collection<String> operations, HealthSnapshot knowledge, List<Quota> quota) {
        if (isOpenEverywhere(knowledge.circuits(carrier, "quote")) || lastCallsFailed(carrier, knowledge)) {
            return DOWN;
        }
        return reasons(carrier, operations, knowledge, quota).isEmpty() ? UP : DEGRADED;
    }

    /** Why the status is not up, in words; empty if it is. */
    static List<String> reasons(
            CarrierCode carrier, Collection<String> operations, HealthSnapshot knowledge, List<Quota> quota) {
        List<String> reasons = new ArrayList<>();
        for (String operation : operations) {
            List<CircuitStatus> circuits = knowledge.circuits(carrier, operation);
            if (circuits.stream().anyMatch(circuit -> circuit.state() != State.CLOSED)) {
                reasons.add(operation + ": " + CircuitHealth.of(circuits).inWords());
            }
        }
        if (lastCallsFailed(carrier, knowledge)) {
            reasons.add("all of the last "
                    + knowledge.lastCalls(carrier, LAST_CALLS).asked() + " calls failed");
        }
        double errors = knowledge.calls(carrier).errorRate();
        if (errors > MANY_ERRORS) {
            reasons.add(String.format(Locale.ROOT, "%.1f %% of the calls failed", errors * 100));
        }
        quota.stream().filter(Quota::hasLittleLeft).map(Quota::inWords).forEach(reasons::add);
        return List.copyOf(reasons);
    }

    private static boolean isOpenEverywhere(List<CircuitStatus> circuits) {
        return !circuits.isEmpty() && circuits.stream().allMatch(circuit -> circuit.state() == State.OPEN);
    }

    private static boolean lastCallsFailed(CarrierCode carrier, HealthSnapshot knowledge) {
        CallCounts last = knowledge.lastCalls(carrier, LAST_CALLS);
        return last.asked() > 0 && last.failed() == last.asked();
    }
}
