package com.vantage.shipping.tracking;

import com.vantage.shipping.api.DataSourceHeader.MayReadReplica;
import com.vantage.shipping.api.problem.ProblemResponses;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.security.Caller;
import com.vantage.shipping.api.security.Scope;
import com.vantage.shipping.model.TrackableShipment;
import com.vantage.shipping.tracking.TrackingLookup.Found;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** {@code GET /api/v2/shipments/{shipment_id}/tracking}. */
@Path("/api/v2/shipments/{shipment_id}/tracking")
@Produces(MediaType.APPLICATION_JSON)
@MayReadReplica
public class TrackingResource {
    private final CachedShipmentReader shipments;
    private final TrackingLookup lookup;
    private final Caller caller;
    private final Clock clock;

    TrackingResource(CachedShipmentReader shipments, TrackingLookup lookup, Caller caller, Clock clock) {
        this.shipments = shipments;
        this.lookup = lookup;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @RolesAllowed({Scope.TRACK, Scope.OPS})
    @Operation(operationId = "trackShipment", summary = "Track a shipment")
    @APIResponse(responseCode = "200", description = "Tracking status and events of each package")
    @ProblemResponses({
        ProblemType.SHIPMENT_NOT_FOUND,
        ProblemType.TRACKING_NOT_FOUND,
        ProblemType.CARRIER_DECLINED,
        ProblemType.CARRIER_TIMEOUT,
        ProblemType.CARRIER_ERROR,
        ProblemType.CARRIERS_UNAVAILABLE,
        ProblemType.STORAGE_UNAVAILABLE
    })
    public Uni<RestResponse<TrackingResponse>> trackShipment(@PathParam("shipment_id") String id) {
        return shipments
                .find(id, shipment -> caller.canRead(shipment.owner(), shipment.customer()))
                .map(found ->
                        found.orElseThrow(() -> ProblemType.SHIPMENT_NOT_FOUND.withDetail("no shipment with this id")))
                .invoke(TrackingResource::requireLabels)
                .flatMap(lookup::lookUp)
                .map(found -> answer(id, found));
    }

    private static void requireLabels(TrackableShipment shipment) {
        if (shipment.labels().isEmpty()) {
            throw ProblemType.TRACKING_NOT_FOUND.withDetail(
                    "this shipment has no label to track; read the shipment for its status");
        }
    }

    private RestResponse<TrackingResponse> answer(String id, Found found) {
        return ResponseBuilder.ok(TrackingResponse.of(id, found, clock.instant()))
                .header("X-Cache", found.source())
                .build();
    }
}
