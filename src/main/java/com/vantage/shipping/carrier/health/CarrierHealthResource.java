package com.vantage.shipping.carrier.health;

import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.security.Scope;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.health.CarrierHealth.Quota;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code GET /api/v2/carriers/health}. */
@Path("/api/v2/carriers/health")
@Produces(MediaType.APPLICATION_JSON)
public class CarrierHealthResource {
    private final Carriers carriers;
    private final HealthExchange exchange;
    private final HealthConfig config;
    private final String version;
    private final Clock clock;

    CarrierHealthResource(
            Carriers carriers,
            HealthExchange exchange,
            HealthConfig config,
            @ConfigProperty(name = "quarkus.application.version") String version,
            Clock clock) {
        this.carriers = carriers;
        this.exchange = exchange;
        this.config = config;
        this.version = version;
        this.clock = clock;
    }

    @GET
    @RolesAllowed(Scope.OPS)
    @Operation(operationId = "getCarrierHealth", summary = "Carrier health")
    @APIResponse(responseCode = "200", description = "The health of each carrier")
    public Uni<CarrierHealthResponse> getCarrierHealth() {
        String requestId = RequestId.current();
        return exchange.snapshot().flatMap(snapshot -> Uni.join()
                .all(carriers.all().stream()
                        .map(carrier -> health(carrier, snapshot))
                        .toList())
                .andFailFast()
                .map(healths -> report(snapshot, healths, requestId)));
    }

    private Uni<CarrierHealth> health(GuardedCarrier carrier, HealthSnapshot snapshot) {
        return carrier.quotaUsage()
                .map(usages -> CarrierHealth.of(
                        carrier, snapshot, usages.stream().map(Quota::of).toList(), clock.instant()));
    }

    private CarrierHealthResponse report(HealthSnapshot snapshot, List<CarrierHealth> healths, String requestId) {
        return new CarrierHealthResponse(
                snapshot.complete() ? "all" : "replica",
                snapshot.states().size(),
                Duration.ofMinutes(CallStatistics.RETAINED_MINUTES).toSeconds(),
                snapshot.observedSince().truncatedTo(ChronoUnit.SECONDS),
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                version,
                config.runbookUrl().orElse(null),
                healths,
                requestId);
    }
}
