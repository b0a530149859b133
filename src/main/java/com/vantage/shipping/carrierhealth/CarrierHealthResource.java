package com.vantage.shipping.carrierhealth;

import com.vantage.shipping.access.RequestId;
import com.vantage.shipping.access.Scope;
import com.vantage.shipping.carrier.Carriers;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code GET /api/v2/carriers/health}. */
@Path("/api/v2/carriers/health")
public class CarrierHealthResource {
    private final Carriers carriers;
    private final Replica replica;
    private final Clock clock;

    CarrierHealthResource(Carriers carriers, Replica replica, Clock clock) {
        this.carriers = carriers;
        this.replica = replica;
        this.clock = clock;
    }

    @GET
    @RolesAllowed(Scope.OPS)
    @Operation(operationId = "getCarrierHealth", summary = "How do the carriers do?")
    @APIResponse(responseCode = "200", description = "How each carrier does")
    public Uni<CarrierHealthReport> getCarrierHealth() {
        String requestId = RequestId.current();
        return replica.knowledge().map(knowledge -> report(knowledge, requestId));
    }

    private CarrierHealthReport report(Knowledge knowledge, String requestId) {
        Instant now = clock.instant();
        return new CarrierHealthReport(
                knowledge.complete() ? "all" : "replica",
                knowledge.states().size(),
                Duration.ofMinutes(CallLog.MINUTES).toSeconds(),
                now.truncatedTo(ChronoUnit.SECONDS),
                carriers.all().stream()
                        .map(carrier -> CarrierHealth.of(carrier, knowledge, List.of(), now))
                        .toList(),
                requestId);
    }
}
