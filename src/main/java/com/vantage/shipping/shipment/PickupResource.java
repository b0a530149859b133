package com.vantage.shipping.shipment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.problem.ProblemResponses;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.security.Actor;
import com.vantage.shipping.api.security.Caller;
import com.vantage.shipping.api.security.Scope;
import com.vantage.shipping.shipment.IdempotencyStore.Claim;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Endpoints of pickups. */
@Path(PickupResource.PATH)
public class PickupResource {
    static final String PATH = "/api/v2/pickups";

    private static final int MAX_KEY_LENGTH = 255;

    private final PickupValidator validator;
    private final PickupService service;
    private final PickupRepository pickups;
    private final Caller caller;
    private final ObjectMapper json;

    PickupResource(
            PickupValidator validator,
            PickupService service,
            PickupRepository pickups,
            Caller caller,
            ObjectMapper json) {
        this.validator = validator;
        this.service = service;
        this.pickups = pickups;
        this.caller = caller;
        this.json = json;
    }

    // A disconnecting caller must not cancel it between the carrier's answer and storing it.
    @Cancellable(false)
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Scope.SHIP)
    @Operation(operationId = "createPickup", summary = "Schedule a pickup")
    @APIResponse(
            responseCode = "201",
            description = "The carrier sends a driver",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PickupView.class)))
    @ProblemResponses({
        ProblemType.IN_PROGRESS,
        ProblemType.IDEMPOTENCY_MISMATCH,
        ProblemType.CARRIER_DECLINED,
        ProblemType.PICKUP_UNKNOWN,
        ProblemType.CARRIERS_UNAVAILABLE,
        ProblemType.STORAGE_UNAVAILABLE
    })
    public Uni<Response> createPickup(
            @HeaderParam(IdempotencyStore.KEY) @Nullable String key,
            @NotNull(message = "the body must be a JSON object") @Valid PickupRequest request) {
        if (key == null || key.isBlank() || key.length() > MAX_KEY_LENGTH) {
            throw ProblemType.INVALID_REQUEST.withDetail(
                    "Idempotency-Key is required and must have 1 to " + MAX_KEY_LENGTH + " characters");
        }
        Actor actor = caller.actor(caller.client(), null);
        Claim claim = Claim.of(actor.client(), key, request, Optional.empty(), json);
        return service.replay(claim)
                .flatMap(replayed -> replayed.map(response -> Uni.createFrom().item(response))
                        .orElseGet(() -> validator
                                .validate(request, actor.client())
                                .flatMap(pickup -> service.schedule(pickup, claim, actor))))
                .map(response -> PurchaseAndVoidResource.toResponse(response, PATH));
    }

    @GET
    @Path("{pickup_id}")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Scope.SHIP)
    @Operation(operationId = "getPickup", summary = "Get a pickup")
    @APIResponse(responseCode = "200", description = "The pickup")
    @ProblemResponses({ProblemType.PICKUP_NOT_FOUND, ProblemType.STORAGE_UNAVAILABLE})
    public Uni<PickupView> getPickup(@PathParam("pickup_id") String id) {
        return findOwn(id).map(this::view);
    }

    // A disconnecting caller must not cancel it between the carrier's answer and storing it.
    @Cancellable(false)
    @DELETE
    @Path("{pickup_id}")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Scope.SHIP)
    @Operation(operationId = "cancelPickup", summary = "Cancel a pickup")
    @APIResponse(responseCode = "200", description = "The pickup, cancelled")
    @ProblemResponses({
        ProblemType.PICKUP_NOT_FOUND,
        ProblemType.IN_PROGRESS,
        ProblemType.PICKUP_NOT_CANCELLABLE,
        ProblemType.CARRIER_TIMEOUT,
        ProblemType.CARRIER_ERROR,
        ProblemType.CARRIERS_UNAVAILABLE,
        ProblemType.STORAGE_UNAVAILABLE
    })
    public Uni<PickupView> cancelPickup(@PathParam("pickup_id") String id) {
        Actor actor = caller.actor(caller.client(), null);
        return findOwn(id).flatMap(pickup -> service.cancel(pickup, actor)).map(this::view);
    }

    /** Pickups of other clients are not found. */
    private Uni<Pickup> findOwn(String id) {
        return pickups.find(id)
                .map(found -> found.filter(pickup -> pickup.client().equals(caller.client()))
                        .orElseThrow(() -> ProblemType.PICKUP_NOT_FOUND.withDetail("no pickup with this id")));
    }

    private PickupView view(Pickup pickup) {
        return service.view(pickup, RequestId.current());
    }
}
