package com.vantage.shipping.carrier.health;

import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.QuotaUsage;
import com.vantage.shipping.carrier.health.CarrierHealth.Quota;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Carrier health as Prometheus metrics of this replica, to be aggregated over replicas. */
@ApplicationScoped
class CarrierHealthMetrics {
    private final Carriers carriers;
    private final HealthExchange exchange;
    private final QuotaUsageCache quotas;
    private final MeterRegistry meters;
    private final Clock clock;

    CarrierHealthMetrics(
            Carriers carriers, HealthExchange exchange, QuotaUsageCache quotas, MeterRegistry meters, Clock clock) {
        this.carriers = carriers;
        this.exchange = exchange;
        this.quotas = quotas;
        this.meters = meters;
        this.clock = clock;
    }

    void register(@Observes StartupEvent start) {
        carriers.all().forEach(carrier -> {
            registerToken(carrier);
            carrier.quotaLimits().forEach((window, limit) -> registerQuota(carrier, window, limit));
            for (CarrierHealthStatus status : CarrierHealthStatus.values()) {
                registerStatus(carrier, status);
            }
        });
    }

    private void registerToken(GuardedCarrier carrier) {
        Gauge.builder("carrier.token.expires", carrier, this::tokenSecondsLeft)
                .description("Seconds until the current access token expires; 0 without one")
                .tag("carrier", carrier.code().value())
                .baseUnit("seconds")
                .register(meters);
    }

    private void registerStatus(GuardedCarrier carrier, CarrierHealthStatus status) {
        Gauge.builder("carrier.health", carrier, gauge -> statusOf(gauge) == status ? 1 : 0)
                .description("Status of the carrier as seen by this replica: 1 for the current status, else 0")
                .tag("carrier", carrier.code().value())
                .tag("status", status.code())
                .register(meters);
    }

    private void registerQuota(GuardedCarrier carrier, String window, long limit) {
        Gauge.builder("carrier.quota.limit", () -> limit)
                .description("Calls that our account at the carrier is allowed in the window")
                .tag("carrier", carrier.code().value())
                .tag("window", window)
                .register(meters);
        Gauge.builder("carrier.quota.used", carrier, gauge -> quotaUsed(gauge, window))
                .description("Calls of all replicas in the window; NaN while unknown")
                .tag("carrier", carrier.code().value())
                .tag("window", window)
                .register(meters);
    }

    private double quotaUsed(GuardedCarrier carrier, String window) {
        return quotas.of(carrier.code()).stream()
                .filter(usage -> usage.ofAllReplicas() && usage.window().equals(window))
                .mapToDouble(QuotaUsage::used)
                .findFirst()
                .orElse(Double.NaN);
    }

    private double tokenSecondsLeft(GuardedCarrier carrier) {
        Instant now = clock.instant();
        return carrier.tokenExpiresAt()
                .map(expiry -> Duration.between(now, expiry).toMillis() / 1000.0)
                .orElse(0.0);
    }

    private CarrierHealthStatus statusOf(GuardedCarrier carrier) {
        List<Quota> used = quotas.of(carrier.code()).stream().map(Quota::of).toList();
        return CarrierHealthStatus.of(carrier.code(), carrier.circuits().keySet(), exchange.ownSnapshot(), used);
    }
}
