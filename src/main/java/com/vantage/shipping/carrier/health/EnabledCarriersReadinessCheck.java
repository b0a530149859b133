package com.vantage.shipping.carrier.health;

import com.vantage.shipping.carrier.Carriers;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness check: ready while at least one carrier is enabled, which suffices for quotes. An outage of Redis,
 * PostgreSQL or a carrier does not count, as it affects all replicas.
 */
@Readiness
@ApplicationScoped
class EnabledCarriersReadinessCheck implements HealthCheck {
    private final Carriers carriers;

    EnabledCarriersReadinessCheck(Carriers carriers) {
        this.carriers = carriers;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("quotes")
                .status(!carriers.all().isEmpty())
                .withData("carriers", carriers.names())
                .build();
    }
}
