package com.vantage.shipping.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The version of this replica as a metric, which shows replicas of several versions. */
@ApplicationScoped
class VersionMetric {
    void register(
            @Observes StartupEvent start,
            MeterRegistry meters,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        Gauge.builder("service.version", () -> 1)
                .description("1, with the version of this replica")
                .tag("version", version)
                .register(meters);
    }
}
