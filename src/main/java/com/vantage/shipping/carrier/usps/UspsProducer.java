package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.Carrier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Selects the adapter for one of USPS's two APIs by the setting {@code api}. */
final class UspsProducer {
    @Produces
    @Singleton
    static Carrier usps(
            UspsConfig account,
            @RestClient UspsApi api,
            UspsLabelClient labels,
            @RestClient WebToolsApi webTools,
            Clock clock) {
        return switch (account.api()) {
            case V3 -> new UspsCarrier(api, labels, account, clock);
            case WEBTOOLS -> new WebToolsCarrier(webTools, account);
        };
    }
}
