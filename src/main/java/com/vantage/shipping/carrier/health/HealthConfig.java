package com.vantage.shipping.carrier.health;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** Settings of the carrier health report. */
@ConfigMapping(prefix = "shipping.health")
public interface HealthConfig {
    /**
     * The operators' runbook, such as {@code https://wiki.example/shipping/runbook}; linked from the carriers' page.
     */
    Optional<URI> runbookUrl();
}
