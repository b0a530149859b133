package com.vantage.shipping.shipment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.vantage.shipping.api.Sha256;
import com.vantage.shipping.api.batch.BatchResults;
import com.vantage.shipping.api.batch.BatchResults.Item;
import com.vantage.shipping.api.batch.BatchRunner;
import com.vantage.shipping.api.filter.RequestPriority;
import com.vantage.shipping.api.json.RawRequestBody;
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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Endpoints to buy and void labels. */
@Path(PurchaseAndVoidResource.PATH)
public class PurchaseAndVoidResource {
    static final String PATH = "/api/v2/shipments";

    private static final String ITEM_KEY = "idempotency_key";

    private final PurchaseValidator validator;
    private final PurchaseService purchases;
    private final CancellationService cancellations;
    private final ShipmentRepository shipments;
    private final ShipmentAccess access;
    private final PurchaseConfig config;
    private final Caller caller;
    private final RawRequestBody rawBody;
    private final ObjectMapper json;
    private final BatchRunner batches;

    PurchaseAndVoidResource(
            PurchaseValidator validator,
            PurchaseService purchases,
            CancellationService cancellations,
            ShipmentRepository shipments,
            ShipmentAccess access,
            PurchaseConfig config,
            Caller caller,
            RawRequestBody rawBody,
            ObjectMapper json,
            BatchRunner batches) {
        this.validator = validator;
        this.purchases = purchases;
        this.cancellations = cancellations;
        this.shipments = shipments;
        this.access = access;
        this.config = config;
        this.caller = caller;
        this.rawBody = rawBody;
        this.json = json;
        this.batches = batches;
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
            @HeaderParam(IdempotencyStore.KEY)
                    @Size(min = 1, max = 255, message = "Idempotency-Key must have 1 to 255 characters")
                    @Nullable
                    String key,
            @Context HttpHeaders headers,
            @NotNull(message = "the body must be a JSON object") @Valid CreateShipmentRequest request) {
        boolean hasKey = headers.getRequestHeaders().containsKey(IdempotencyStore.KEY);
        if (!hasKey && config.keyRequired()) {
            throw ProblemType.INVALID_REQUEST.withDetail("Idempotency-Key is required");
        }
        if (hasKey && (key == null || key.isBlank())) {
            throw ProblemType.INVALID_REQUEST.withDetail("Idempotency-Key must have 1 to 255 characters");
        }
        Actor buyer = buyer();
        return purchase(
                        request,
                        buyer,
                        Optional.ofNullable(key).map(value -> claim(buyer, value, request, rawBody.bytes())))
                .map(response -> toResponse(response, PATH));
    }

    // A disconnecting caller must not cancel purchases.
    @Cancellable(false)
    @POST
    @Path("batch")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Scope.SHIP)
    @Operation(operationId = "createShipmentsBatch", summary = "Create several shipments")
    @APIResponse(responseCode = "200", description = "One result for each shipment, as if it had been sent alone")
    public Uni<BatchResults> createShipmentsBatch(
            @NotNull(message = "the body must be a JSON object") @Valid CreateShipmentBatchRequest batch) {
        Actor buyer = buyer();
        return batches.run(batch.shipments(), RequestPriority.PURCHASE, item -> purchase(item, buyer));
    }

    /** @param buyer determined beforehand, because the caller may have disconnected when the item's turn comes */
    private Uni<Item> purchase(JsonNode item, Actor buyer) {
        String key = batches.read(removeKey(item), BatchKey.class).idempotencyKey();
        CreateShipmentRequest request = batches.read(item, CreateShipmentRequest.class);
        byte[] body = item.toString().getBytes(StandardCharsets.UTF_8);
        return purchase(request, buyer, Optional.of(claim(buyer, key, request, body)))
                .map(stored ->
                        Item.of(stored.status(), new RawValue(new String(stored.body(), StandardCharsets.UTF_8))));
    }

    /** Moves the key into an object of its own; what is no object is returned, to be rejected like any other body. */
    private static JsonNode removeKey(JsonNode item) {
        return item instanceof ObjectNode purchase
                ? purchase.objectNode().set(ITEM_KEY, purchase.remove(ITEM_KEY))
                : item;
    }

    private Actor buyer() {
        return caller.actor(caller.client(), null);
    }

    private Uni<StoredResponse> purchase(CreateShipmentRequest request, Actor buyer, Optional<Claim> claim) {
        return claim.map(purchases::replay)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .flatMap(replayed -> replayed.map(response -> Uni.createFrom().item(response))
                        .orElseGet(() -> validator
                                .validate(request, buyer)
                                .flatMap(purchase -> purchases.purchase(purchase, claim))));
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

    /** @param collection path of the resources of this kind, for {@code Location} */
    static Response toResponse(StoredResponse stored, String collection) {
        boolean created = stored.status() == 201;
        Response.ResponseBuilder response = Response.status(stored.status())
                .type(created ? MediaType.APPLICATION_JSON : "application/problem+json")
                .entity(stored.body());
        if (created) {
            response.header(HttpHeaders.LOCATION, URI.create(collection + "/" + stored.shipmentId()));
        }
        if (stored.replayed()) {
            response.header("Idempotent-Replay", "true");
        }
        return response.build();
    }

    private Claim claim(Actor buyer, String key, CreateShipmentRequest request, byte[] body) {
        return Claim.of(
                buyer.client(),
                key,
                request,
                LegacyPurchaseRequest.toJson(body, json).map(Sha256::digest),
                json);
    }
}
