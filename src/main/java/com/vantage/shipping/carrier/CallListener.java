package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.resilience.CircuitStatus;
import com.vantage.shipping.model.CarrierCode;
import java.time.Duration;
import java.util.List;

/** Listens to the results of calls to carriers. Must return quickly: callers wait for it. */
public interface CallListener {
    /**
     * Called at the end of each call, on the caller's context.
     *
     * @param operation {@code quote}, {@code track}, {@code validate}, {@code buy}, {@code find}, {@code cancel}, {@code
     *     manifest} or {@code pickup}
     * @param latency as the caller waited, including retries
     */
    void onCall(CarrierCode carrier, String operation, Outcome<?> outcome, Duration latency);

    /** Called when an operation's circuit breaker has changed its state. */
    default void onCircuitChange(CarrierCode carrier, String operation, CircuitStatus status) {}

    /** Notifies each of these listeners. */
    static CallListener all(List<CallListener> listeners) {
        return new CallListener() {
            @Override
            public void onCall(CarrierCode carrier, String operation, Outcome<?> outcome, Duration latency) {
                listeners.forEach(listener -> listener.onCall(carrier, operation, outcome, latency));
            }

            @Override
            public void onCircuitChange(CarrierCode carrier, String operation, CircuitStatus status) {
                listeners.forEach(listener -> listener.onCircuitChange(carrier, operation, status));
            }
        };
    }
}
