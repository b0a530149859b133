package com.vantage.shipping.carrierhealth;

import com.vantage.shipping.carrier.Carriers;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while quotes can be answered, for which a carrier to ask is enough. That Redis, PostgreSQL or a carrier is away is
 * no reason to send callers elsewhere: there they are away too.
 */
@Readiness
@ApplicationScoped
class AnswersQuotes implements HealthCheck {
    private final Carriers carriers;

    AnswersQuotes(Carriers carriers) {
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
