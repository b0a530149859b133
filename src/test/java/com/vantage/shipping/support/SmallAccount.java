package com.vantage.shipping.support;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** FedEx allows 20 calls a minute, of which quotes may use 16, and quotes do not wait for them. Calls to UPS wait long. */
public final class SmallAccount implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "shipping.carriers.fedex.quota", "1000/1s,20/1m",
                "shipping.carriers.fedex.quota-timeout", "50ms",
                "shipping.carriers.ups.quota-timeout", "3s",
                // Longer than Redis takes on a busy machine
                "shipping.limits.redis-timeout", "2s");
    }
}
