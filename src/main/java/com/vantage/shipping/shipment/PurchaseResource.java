package com.vantage.shipping.shipment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.api.Sha256;
import com.vantage.shipping.api.json.RawRequestBody;
import com.vantage.shipping.api.problem.ProblemResponses;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.security.Caller;
import com.vantage.shipping.api.security.Scope;
import com.vantage.shipping.shipment.IdempotencyStore.Claim;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Endpoints to buy and void labels. */
@Path("/api/v2/shipments")
public class PurchaseResource {
    private static final String KEY = "Idempotency-Key";

    private final PurchaseValidator validator;
    private final PurchaseService purchases;
    private final CancellationService cancellations;
    private final ShipmentRepository shipments;
    private final ShipmentAccess access;
    private final PurchaseConfig config;
    private final Caller caller;
    private final RawRequestBody rawBody;
    private final ObjectMapper json;

    PurchaseResource(
            PurchaseValidator validator,
            PurchaseService purchases,
            CancellationService cancellations,
            ShipmentRepository shipments,
            ShipmentAccess access,
            PurchaseConfig config,
            Caller caller,
            RawRequestBody rawBody,
            ObjectMapper json) {
        this.validator = validator;
        this.purchases = purchases;
        this.cancellations = cancellations;
        this.shipments = shipments;
        this.access = access;
        this.config = config;
        this.caller = caller;
        this.rawBody = rawBody;
        this.json = json;
    }

    // A disconnecting caller must not cancel a purchase.
    @Cancellable(false)
    @RawRequestBody.KeepRawBody
    @POST
    @Path("create")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Scope.SHIP)
    @Operation(operationId = "createShipment", summary = "Create a shipment")
    @APIResponse(
            responseCode = "201",
            description = "The label was bought",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ShipmentView.class)))
    @ProblemResponses({
        ProblemType.IN_PROGRESS,
        ProblemType.IDEMPOTENCY_MISMATCH,
        ProblemType.QUOTE_EXPIRED,
        ProblemType.ADDRESS_UNDELIVERABLE,
        ProblemType.CARRIER_DECLINED,
        ProblemType.PURCHASE_UNKNOWN,
        ProblemType.CARRIERS_UNAVAILABLE,
        ProblemType.STORAGE_UNAVAILABLE
    })
    public Uni<Response> createShipment(
            @HeaderParam(KEY)
                    @Size(min = 1, max = 255, message = "Idempotency-Key must have 1 to 255 characters")
                    @Nullable
                    String key,
            @Context HttpHeaders headers,
            @NotNull(message = "the body must be a JSON object") @Valid CreateShipmentRequest request) {
        boolean hasKey = headers.getRequestHeaders().containsKey(KEY);
        if (!hasKey && config.keyRequired()) {
            throw ProblemType.INVALID_REQUEST.withDetail("Idempotency-Key is required");
        }
        if (hasKey && (key == null || key.isBlank())) {
            throw ProblemType.INVALID_REQUEST.withDetail("Idempotency-Key must have 1 to 255 characters");
        }
        Optional<Claim> claim = Optional.ofNullable(key).map(value -> claim(value, request));
        return claim.map(purchases::replay)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .flatMap(replayed -> replayed.map(response -> Uni.createFrom().item(response))
                        .orElseGet(() -> validator
                                .validate(request, caller.actor(caller.client(), null))
                                .flatMap(purchase -> purchases.purchase(purchase, claim))))
                .map(PurchaseResource::toResponse);
    }

    // A disconnecting caller must not cancel it between the carrier's answer and storing it.
    @Cancellable(false)
    @POST
    @Path("{shipment_id}/cancel")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Scope.SHIP, Scope.OPS})
    @Operation(operationId = "cancelShipment", summary = "Void a label")
    @APIResponse(responseCode = "200", description = "The shipment, cancelled or refund_pending")
    @ProblemResponses({
        ProblemType.SHIPMENT_NOT_FOUND,
        ProblemType.IN_PROGRESS,
        ProblemType.NOT_CANCELLABLE,
        ProblemType.CARRIER_TIMEOUT,
        ProblemType.CARRIER_ERROR,
        ProblemType.CARRIERS_UNAVAILABLE,
        ProblemType.STORAGE_UNAVAILABLE
    })
    public Uni<ShipmentView> cancelShipment(@PathParam("shipment_id") String id) {
        return access.findChangeable(id)
                .flatMap(shipments::withDetails)
                .flatMap(shipment -> cancellations.cancel(shipment, caller.actor(shipment.owner(), null)))
                .map(access::view);
    }

    private static Response toResponse(StoredResponse stored) {
        boolean created = stored.status() == 201;
        Response.ResponseBuilder response = Response.status(stored.status())
                .type(created ? MediaType.APPLICATION_JSON : "application/problem+json")
                .entity(stored.body());
        if (created) {
            response.header(HttpHeaders.LOCATION, URI.create("/api/v2/shipments/" + stored.shipmentId()));
        }
        if (stored.replayed()) {
            response.header("Idempotent-Replay", "true");
        }
        return response.build();
    }

    /** Hashes the normalized request, so that different notations of the same purchase are equal. */
    private Claim claim(String key, CreateShipmentRequest request) {
        try {
            return new Claim(
                    caller.client(),
                    key,
                    Sha256.digest(json.writeValueAsBytes(request)),
                    LegacyPurchaseRequest.toJson(rawBody.bytes(), json).map(Sha256::digest));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
