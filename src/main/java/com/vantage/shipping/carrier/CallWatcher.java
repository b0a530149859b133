package com.vantage.shipping.carrier;

import com.vantage.shipping.model.CarrierCode;
import java.time.Duration;

/** Is told what becomes of the questions to carriers. It must be quick: callers wait for it. */
public interface CallWatcher {
    /**
     * A question has got its outcome.
     *
     * @param operation {@code quote}, {@code track}, {@code buy}, {@code find} or {@code cancel}
     * @param latency as its caller waited for it, second tries included
     */
    void called(CarrierCode carrier, String operation, Outcome<?> outcome, Duration latency);

    /** The circuit of an operation is in another state now. */
    void circuitChanged(CarrierCode carrier, String operation, Circuit.View now);
}
