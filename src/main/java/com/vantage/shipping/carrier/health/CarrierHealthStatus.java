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
enum CarrierHealthStatus {
    UP,
    DEGRADED,
    DOWN;

    /** Minimum number of recent calls to judge a carrier by; by default as many consecutive failures open a circuit. */
    private static final int MIN_RECENT_CALLS = 5;

    private static final double ERROR_RATE_THRESHOLD = 0.05;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CarrierHealthStatus of(
            CarrierCode carrier, Collection<String> operations, HealthSnapshot snapshot, List<Quota> quota) {
        if (isOpenEverywhere(snapshot.circuits(carrier, "quote")) || lastCallsFailed(carrier, snapshot)) {
            return DOWN;
        }
        return reasons(carrier, operations, snapshot, quota).isEmpty() ? UP : DEGRADED;
    }

    /** Why the status is not up, in words; empty if it is. */
    static List<String> reasons(
            CarrierCode carrier, Collection<String> operations, HealthSnapshot snapshot, List<Quota> quota) {
        List<String> reasons = new ArrayList<>();
        for (String operation : operations) {
            List<CircuitStatus> circuits = snapshot.circuits(carrier, operation);
            if (circuits.stream().anyMatch(circuit -> circuit.state() != State.CLOSED)) {
                reasons.add(operation + ": " + CircuitHealth.of(circuits).description());
            }
        }
        if (lastCallsFailed(carrier, snapshot)) {
            reasons.add("all of the last "
                    + snapshot.lastCalls(carrier, MIN_RECENT_CALLS).sent() + " calls failed");
        }
        double errorRate = snapshot.calls(carrier).errorRate();
        if (errorRate > ERROR_RATE_THRESHOLD) {
            reasons.add(String.format(Locale.ROOT, "%.1f %% of the calls failed", errorRate * 100));
        }
        quota.stream().filter(Quota::hasLittleLeft).map(Quota::description).forEach(reasons::add);
        return List.copyOf(reasons);
    }

    private static boolean isOpenEverywhere(List<CircuitStatus> circuits) {
        return !circuits.isEmpty() && circuits.stream().allMatch(circuit -> circuit.state() == State.OPEN);
    }

    private static boolean lastCallsFailed(CarrierCode carrier, HealthSnapshot snapshot) {
        CallCounts last = snapshot.lastCalls(carrier, MIN_RECENT_CALLS);
        return last.sent() > 0 && last.failed() == last.sent();
    }
}
