package com.vantage.shipping.carrier.health;

import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.resilience.CircuitStatus;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The carriers' state on one replica.
 *
 * @param since start of counting calls; absent from earlier versions
 * @param carriers by code
 */
record ReplicaState(@Nullable Instant since, Map<String, CarrierState> carriers) {

    /**
     * State of one carrier.
     *
     * @param tokenExpiresAt expiry of this replica's current access token
     * @param circuits by operation
     */
    record CarrierState(@Nullable Instant tokenExpiresAt, Map<String, CircuitStatus> circuits) {}

    static ReplicaState of(Instant since, Carriers carriers) {
        return new ReplicaState(
                since,
                carriers.all().stream()
                        .collect(Collectors.toMap(carrier -> carrier.code().value(), ReplicaState::of)));
    }

    private static CarrierState of(GuardedCarrier carrier) {
        return new CarrierState(carrier.tokenExpiresAt().orElse(null), carrier.circuits());
    }
}
