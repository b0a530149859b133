package com.vantage.shipping.carrierhealth;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** What the report on the carriers says beside its figures. */
@ConfigMapping(prefix = "shipping.health")
public interface HealthConfig {
    /** Where operators read what to do, such as {@code https://wiki.example/shipping/runbook}; the page of the carriers leads there. */
    Optional<URI> runbookUrl();
}
