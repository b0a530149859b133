package com.vantage.shipping.api.filter;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Limits of overload and of clients that tests reach: ten concurrent requests, an event loop lag of 250 ms, and five requests a
 * minute of each client, except for the default client of the other tests. Circuits stay closed.
 */
public final class LowLimits implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("shipping.shedding.max-in-flight", "10");
        settings.put("shipping.shedding.max-event-loop-lag", "250ms");
        settings.put("shipping.callers.limit", "5/1m,4000/1h");
        settings.put("shipping.callers.limits.order-processor", "7/1m");
        // Longer than Redis takes on a busy machine
        settings.put("shipping.limits.redis-timeout", "700ms");
        settings.put("shipping.limits.redis-retry-delay", "1s");
        List.of("ups", "fedex", "usps")
                .forEach(carrier -> settings.put("shipping.carriers." + carrier + ".circuit.failures", "1000"));
        return settings;
    }
}
