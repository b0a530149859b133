package com.vantage.shipping.carrier.health;

import com.vantage.shipping.carrier.resilience.CircuitStatus;
import com.vantage.shipping.model.CarrierCode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * A snapshot of carrier health.
 *
 * @param complete whether it covers all replicas; otherwise only this one
 * @param observedSince start of counting calls and outages
 * @param states of each running replica
 * @param calls by minute, then by {@link CallCounts#key}
 */
record HealthSnapshot(
        boolean complete,
        Instant observedSince,
        List<ReplicaState> states,
        SortedMap<Long, Map<String, CallCounts>> calls,
        Collection<Outage> outages) {

    CallCounts calls(CarrierCode carrier, String operation) {
        String key = CallCounts.key(carrier, operation);
        return calls.values().stream()
                .map(minute -> minute.getOrDefault(key, CallCounts.NONE))
                .reduce(CallCounts.NONE, CallCounts::plus);
    }

    CallCounts calls(CarrierCode carrier) {
        return calls.values().stream()
                .map(minute -> countsOf(carrier, minute))
                .reduce(CallCounts.NONE, CallCounts::plus);
    }

    CallCounts callsInMinute(long minute, CarrierCode carrier) {
        return countsOf(carrier, calls.getOrDefault(minute, Map.of()));
    }

    /** The calls of the latest minutes that together have at least so many; none if there were fewer. */
    CallCounts lastCalls(CarrierCode carrier, int minCalls) {
        CallCounts last = CallCounts.NONE;
        for (Map<String, CallCounts> minute : calls.reversed().values()) {
            last = last.plus(countsOf(carrier, minute));
            if (last.sent() >= minCalls) {
                return last;
            }
        }
        return CallCounts.NONE;
    }

    /** One circuit per replica. */
    List<CircuitStatus> circuits(CarrierCode carrier, String operation) {
        return statesOf(carrier)
                .flatMap(state -> Stream.ofNullable(state.circuits().get(operation)))
                .toList();
    }

    /** The earliest expiry of the replicas' tokens. */
    Optional<Instant> tokenExpiresAt(CarrierCode carrier) {
        return statesOf(carrier)
                .map(ReplicaState.CarrierState::tokenExpiresAt)
                .filter(Objects::nonNull)
                .min(Instant::compareTo);
    }

    Optional<Outage> lastOutage(CarrierCode carrier, Instant now) {
        return Outage.last(
                outages.stream()
                        .filter(outage -> outage.carrier().equals(carrier.value()))
                        .toList(),
                now);
    }

    private Stream<ReplicaState.CarrierState> statesOf(CarrierCode carrier) {
        return states.stream()
                .flatMap(state -> Stream.ofNullable(state.carriers().get(carrier.value())));
    }

    private static CallCounts countsOf(CarrierCode carrier, Map<String, CallCounts> minute) {
        return minute.entrySet().stream()
                .filter(calls -> calls.getKey().startsWith(CallCounts.key(carrier, "")))
                .map(Map.Entry::getValue)
                .reduce(CallCounts.NONE, CallCounts::plus);
    }
}
