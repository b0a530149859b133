package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.resilience.CircuitStatus;
import com.vantage.shipping.model.CarrierCode;
import java.time.Duration;
import java.util.List;

/** Is told what becomes of the questions to carriers. It must be quick: callers wait for it. */
public interface CallWatcher {
    /**
     * A question has got its outcome. Told where the asker runs.
     *
     * @param operation {@code quote}, {@code track}, {@code buy}, {@code find} or {@code cancel}
     * @param latency as its caller waited for it, second tries included
     */
    void called(CarrierCode carrier, String operation, Outcome<?> outcome, Duration latency);

    /** The circuit of an operation is in another state now. */
    default void circuitChanged(CarrierCode carrier, String operation, CircuitStatus now) {}

    /** Tells each of them. */
    static CallWatcher all(List<CallWatcher> watchers) {
        return new CallWatcher() {
            @Override
            public void called(CarrierCode carrier, String operation, Outcome<?> outcome, Duration latency) {
                watchers.forEach(watcher -> watcher.called(carrier, operation, outcome, latency));
            }

            @Override
            public void circuitChanged(CarrierCode carrier, String operation, CircuitStatus now) {
                watchers.forEach(watcher -> watcher.circuitChanged(carrier, operation, now));
            }
        };
    }
}
