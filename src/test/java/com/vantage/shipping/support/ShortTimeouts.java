package com.vantage.shipping.support;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Short waits for carriers, circuits and the database, and none before purchases are reconciled. */
public final class ShortTimeouts implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String carrier : List.of("ups", "fedex", "usps")) {
            settings.put("shipping.carriers." + carrier + ".timeout", "1s");
            settings.put("shipping.carriers." + carrier + ".circuit.open-for", "500ms");
        }
        settings.put("shipping.purchases.database-timeout", "2s");
        settings.put("shipping.tracking.database-timeout", "1s");
        settings.put("shipping.purchases.first-reconcile-delay", "1ms");
        settings.put("shipping.purchases.max-reconcile-delay", "1ms");
        return settings;
    }
}
