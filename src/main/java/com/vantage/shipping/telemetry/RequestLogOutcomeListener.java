package com.vantage.shipping.telemetry;

import com.vantage.shipping.api.RequestLogContext;
import com.vantage.shipping.carrier.CallListener;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.model.CarrierCode;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Records the outcomes of carrier calls for the request log. */
@Singleton
final class RequestLogOutcomeListener implements CallListener {
    @Override
    public void onCall(CarrierCode carrier, String operation, Outcome<?> outcome, Duration latency) {
        RequestLogContext.current().outcome(carrier.value(), outcome.code());
    }
}
