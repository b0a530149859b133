package com.vantage.shipping.access;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check that is up once the issuer's keys have been fetched, and stays up because cached keys stay in use. */
@Readiness
@ApplicationScoped
class KeysAreThere implements HealthCheck {
    private final IssuerKeys keys;

    KeysAreThere(IssuerKeys keys) {
        this.keys = keys;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("issuer keys").status(keys.isThere()).build();
    }
}
