package com.vantage.shipping.telemetry;

import com.vantage.shipping.access.RequestNotes;
import com.vantage.shipping.carrier.CallWatcher;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.model.CarrierCode;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Records the outcomes of carrier calls for the access log. */
@Singleton
final class CarriersInLine implements CallWatcher {
    @Override
    public void called(CarrierCode carrier, String operation, Outcome<?> outcome, Duration latency) {
        RequestNotes.current().outcome(carrier.value(), outcome.word());
    }
}
