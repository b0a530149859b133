package com.vantage.shipping.api.security;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check that is up once the issuer's keys have been fetched, and stays up because cached keys stay in use. */
@Readiness
@ApplicationScoped
class JwksReadinessCheck implements HealthCheck {
    private final JwksKeyResolver keys;

    JwksReadinessCheck(JwksKeyResolver keys) {
        this.keys = keys;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("issuer keys").status(keys.isLoaded()).build();
    }
}
