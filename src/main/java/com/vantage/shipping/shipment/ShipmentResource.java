package com.vantage.shipping.shipment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.json.RawRequestBody;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.problem.Problems;
import com.vantage.shipping.api.security.Actor;
import com.vantage.shipping.api.security.Caller;
import com.vantage.shipping.api.security.Scope;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.shipment.AuditTrail.Action;
import com.vantage.shipping.shipment.IdempotencyKeys.Claim;
import com.vantage.shipping.shipment.ShipmentEvents.Place;
import com.vantage.shipping.shipment.ShipmentSearch.Cursor;
import com.vantage.shipping.shipment.ShipmentSearch.Which;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Endpoints to buy, read and void shipments. */
@Path("/api/v2/shipments")
public class ShipmentResource {
    private static final String KEY = "Idempotency-Key";

    private final PurchaseValidator desk;
    private final PurchaseService purchase;
    private final ShipmentRepository shipments;
    private final ShipmentSearch search;
    private final ShipmentEvents events;
    private final CancellationService cancellationService;
    private final AuditTrail trail;
    private final PurchaseReplies replies;
    private final Carriers carriers;
    private final PurchasesConfig config;
    private final Caller caller;
    private final RawRequestBody received;
    private final ObjectMapper json;

    ShipmentResource(
            PurchaseValidator desk,
            PurchaseService purchase,
            ShipmentRepository shipments,
            ShipmentSearch search,
            ShipmentEvents events,
            CancellationService cancellationService,
            AuditTrail trail,
            PurchaseReplies replies,
            Carriers carriers,
            PurchasesConfig config,
            Caller caller,
            RawRequestBody received,
            ObjectMapper json) {
        this.desk = desk;
        this.purchase = purchase;
        this.shipments = shipments;
        this.search = search;
        this.events = events;
        this.cancellationService = cancellationService;
        this.trail = trail;
        this.replies = replies;
        this.carriers = carriers;
        this.config = config;
        this.caller = caller;
        this.received = received;
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
    @Problems({
        ProblemType.IN_PROGRESS,
        ProblemType.IDEMPOTENCY_MISMATCH,
        ProblemType.QUOTE_EXPIRED,
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
            @NotNull(message = "the body must be a JSON object") @Valid CreateShipmentRequest asked) {
        boolean isThere = headers.getRequestHeaders().containsKey(KEY);
        if (!isThere && config.keyRequired()) {
            throw ProblemType.INVALID_REQUEST.withDetail("Idempotency-Key is required");
        }
        if (isThere && (key == null || key.isBlank())) {
            throw ProblemType.INVALID_REQUEST.withDetail("Idempotency-Key must have 1 to 255 characters");
        }
        Optional<Claim> claim = Optional.ofNullable(key).map(text -> claim(text, asked));
        return claim.map(purchase::earlier)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .flatMap(earlier -> earlier.map(reply -> Uni.createFrom().item(reply))
                        .orElseGet(() -> desk.toOrder(asked, caller.actor(caller.client(), null))
                                .flatMap(order -> purchase.make(order, claim))))
                .map(ShipmentResource::respond);
    }

    @GET
    @Path("{shipment_id}")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Scope.TRACK, Scope.SHIP, Scope.OPS})
    @Operation(operationId = "getShipment", summary = "Get a shipment")
    @APIResponse(responseCode = "200", description = "The shipment")
    @Problems({ProblemType.SHIPMENT_NOT_FOUND, ProblemType.STORAGE_UNAVAILABLE})
    public Uni<ShipmentView> getShipment(@PathParam("shipment_id") String id) {
        return visible(id)
                .call(shipment -> caller.isOwn(shipment.owner(), shipment.customerId())
                        ? Uni.createFrom().voidItem()
                        : trail.add(actor(shipment), Action.READ, shipment))
                .flatMap(shipments::withDetails)
                .map(shipment -> {
                    AddressAccess own = addressAccess(shipment);
                    // The operator's access has been audited above
                    return replies.view(
                            shipment, RequestId.current(), own == AddressAccess.NONE ? AddressAccess.ALL : own);
                });
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Scope.TRACK, Scope.SHIP, Scope.OPS})
    @Operation(operationId = "listShipments", summary = "List shipments")
    @APIResponse(responseCode = "200", description = "A page of shipments")
    @Problems({ProblemType.INVALID_REQUEST, ProblemType.STORAGE_UNAVAILABLE})
    public Uni<ShipmentList> listShipments(
            @QueryParam("order_id")
                    @Parameter(description = "Only those of this order", example = "ORD-55120")
                    @Pattern(regexp = "^[^\\x00-\\x1F\\x7F]{1,64}$", message = "order_id must have 1 to 64 characters")
                    @Nullable
                    String orderId,
            @QueryParam("status")
                    @Parameter(
                            description = "Only those with this status",
                            example = "created",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {
                                                "created",
                                                "declined",
                                                "unknown",
                                                "nothing_bought",
                                                "cancelled",
                                                "refund_pending"
                                            }))
                    @Pattern(
                            regexp = "^(created|declined|unknown|nothing_bought|cancelled|refund_pending)$",
                            message = "status must be one of created, declined, unknown, nothing_bought, cancelled, "
                                    + "refund_pending")
                    @Nullable
                    String status,
            @QueryParam("created_from")
                    @Parameter(
                            description =
                                    "Only those created at this time or later: a date, which begins at midnight UTC, or a "
                                            + "time of RFC 3339, such as 2026-11-24 or 2026-11-25T00:00:00-05:00")
                    @Pattern(regexp = CreationRange.DATE_OR_TIME, message = "created_from " + CreationRange.NOT_A_TIME)
                    @Nullable
                    String createdFrom,
            @QueryParam("created_to")
                    @Parameter(description = "Only those created before this time, likewise; after `created_from`")
                    @Pattern(regexp = CreationRange.DATE_OR_TIME, message = "created_to " + CreationRange.NOT_A_TIME)
                    @Nullable
                    String createdTo,
            @QueryParam("carrier")
                    @Parameter(description = "Only those of this carrier, in any case")
                    @Size(max = 64, message = "carrier must have at most {max} characters")
                    @Nullable
                    String carrier,
            @QueryParam("tracking_number")
                    @Parameter(
                            description =
                                    "Only the one that has a package with this number; with blanks or without, in any case")
                    @Pattern(
                            regexp = "^[A-Za-z0-9 ]{7,60}$",
                            message = "tracking_number must have 7 to 60 letters, digits and blanks")
                    @Nullable
                    String trackingNumber,
            @QueryParam("customer_id")
                    @Parameter(description = "Only those made for this customer, of those that the caller may see")
                    @Pattern(
                            regexp = "^[^\\x00-\\x1F\\x7F]{1,128}$",
                            message = "customer_id must have 1 to 128 characters")
                    @Nullable
                    String customerId,
            @QueryParam("limit")
                    @DefaultValue("20")
                    @Parameter(
                            description = "Maximum number of entries",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "100",
                                            defaultValue = "20"))
                    @Pattern(regexp = "[1-9]\\d?|100", message = "limit must be a number from 1 to 100")
                    String limit,
            @QueryParam("cursor")
                    @Parameter(description = "The `next_cursor` of the previous page")
                    @Size(max = 200, message = "cursor must be the next_cursor of an earlier response")
                    @Nullable
                    String cursor) {
        boolean isOperator = caller.isOperator();
        Which which = new Which(
                isOperator ? null : caller.client(),
                isOperator ? null : caller.subject(),
                orderId,
                status,
                carrier == null ? null : code(carrier),
                customerId,
                trackingNumber == null ? null : trackingNumber.replace(" ", "").toUpperCase(Locale.ROOT),
                CreationRange.of(createdFrom, createdTo));
        return search.find(which, CursorParameters.start(cursor, Cursor::of).orElse(null), Integer.parseInt(limit))
                .map(page -> ShipmentList.of(page, this::view));
    }

    @GET
    @Path("events")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Scope.SHIP, Scope.OPS})
    @Operation(operationId = "listShipmentEvents", summary = "List shipment events")
    @APIResponse(responseCode = "200", description = "Events, oldest first")
    @Problems({ProblemType.INVALID_REQUEST, ProblemType.STORAGE_UNAVAILABLE})
    public Uni<ShipmentEventList> listShipmentEvents(
            @QueryParam("cursor")
                    @Parameter(description = "The `next_cursor` of the previous page; absent for the oldest events")
                    @Size(max = 40, message = "cursor must be the next_cursor of an earlier response")
                    @Nullable
                    String cursor,
            @QueryParam("after")
                    @Parameter(description = "Same as `cursor`, which replaces it; do not send both", deprecated = true)
                    @Size(max = 40, message = "after must be the next of an earlier response")
                    @Nullable
                    String after,
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Parameter(
                            description = "Maximum number of entries",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "1000",
                                            defaultValue = "100"))
                    @Pattern(regexp = "[1-9]\\d{0,2}|1000", message = "limit must be a number from 1 to 1000")
                    String limit) {
        Place place = CursorParameters.start(cursor, "after", after, Place::of).orElse(Place.BEFORE_ALL);
        return events.after(place, caller.isOperator() ? null : caller.client(), Integer.parseInt(limit))
                .map(found -> ShipmentEventList.of(found, place));
    }

    // A disconnecting caller must not cancel it between the carrier's answer and storing it.
    @Cancellable(false)
    @POST
    @Path("{shipment_id}/cancel")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Scope.SHIP, Scope.OPS})
    @Operation(operationId = "cancelShipment", summary = "Void a label")
    @APIResponse(responseCode = "200", description = "The shipment, cancelled or refund_pending")
    @Problems({
        ProblemType.SHIPMENT_NOT_FOUND,
        ProblemType.IN_PROGRESS,
        ProblemType.NOT_CANCELLABLE,
        ProblemType.CARRIER_TIMEOUT,
        ProblemType.CARRIER_ERROR,
        ProblemType.CARRIERS_UNAVAILABLE,
        ProblemType.STORAGE_UNAVAILABLE
    })
    public Uni<ShipmentView> cancelShipment(@PathParam("shipment_id") String id) {
        return found(id, shipment -> caller.canModify(shipment.owner()))
                .flatMap(shipments::withDetails)
                .flatMap(shipment -> cancellationService.cancel(shipment, caller.actor(shipment.owner(), null)))
                .map(this::view);
    }

    @GET
    @Path("{shipment_id}/label")
    // The shipment determines the media type; JSON is listed for clients that accept only JSON, which get the label too
    @Produces({"application/pdf", "image/png", "application/zpl", MediaType.APPLICATION_JSON})
    @RolesAllowed({Scope.TRACK, Scope.SHIP, Scope.OPS})
    @Operation(operationId = "getLabel", summary = "Get a label")
    @APIResponse(
            responseCode = "200",
            description = "The label",
            content = {
                @Content(mediaType = "application/pdf"),
                @Content(mediaType = "image/png"),
                @Content(mediaType = "application/zpl")
            })
    @Problems({
        ProblemType.INVALID_REQUEST,
        ProblemType.SHIPMENT_NOT_FOUND,
        ProblemType.LABEL_NOT_FOUND,
        ProblemType.STORAGE_UNAVAILABLE
    })
    public Uni<Response> getLabel(
            @PathParam("shipment_id") String id,
            @QueryParam("package")
                    @DefaultValue("1")
                    @Parameter(
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "50",
                                            defaultValue = "1"))
                    @Pattern(regexp = "[1-9]|[1-4]\\d|50", message = "package must be a number from 1 to 50")
                    String number) {
        return visible(id)
                .invoke(ShipmentResource::requireLabel)
                .call(shipment -> trail.add(actor(shipment), Action.READ_LABEL, shipment))
                .flatMap(shipment -> shipments
                        .labels(shipment)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(labels -> print(shipment, labels, Integer.parseInt(number))));
    }

    private CarrierCode code(String carrier) {
        return carriers.findByName(carrier.strip())
                .orElseThrow(() -> ProblemType.INVALID_REQUEST.withDetail(carriers.notSupportedMessage(carrier)));
    }

    private ShipmentView view(Shipment shipment) {
        return replies.view(shipment, RequestId.current(), addressAccess(shipment));
    }

    /** For unaudited access: operators see no addresses of others. */
    private AddressAccess addressAccess(Shipment shipment) {
        if (shipment.owner().equals(caller.client())) {
            return AddressAccess.ALL;
        }
        return caller.isOwn(shipment.owner(), shipment.customerId())
                ? AddressAccess.WITHOUT_SENDERS_CONTACT
                : AddressAccess.NONE;
    }

    private Uni<Shipment> visible(String id) {
        return found(id, shipment -> caller.canRead(shipment.owner(), shipment.customerId()));
    }

    private Actor actor(Shipment shipment) {
        return caller.actor(shipment.owner(), shipment.customerId());
    }

    /** Shipments of other clients are not found. */
    private Uni<Shipment> found(String id, Predicate<Shipment> isOwn) {
        return shipments.find(id).map(found -> found.filter(isOwn)
                .orElseThrow(() -> ProblemType.SHIPMENT_NOT_FOUND.withDetail("no shipment with this id")));
    }

    private static void requireLabel(Shipment shipment) {
        if (shipment.state() != ShipmentState.CREATED) {
            throw ProblemType.LABEL_NOT_FOUND.withDetail(
                    shipment.state().isOpen()
                            ? "the outcome of the purchase is not known yet; poll the shipment until its status is known"
                            : "the status of this shipment is "
                                    + shipment.state().forCallers() + ": there is no label");
        }
    }

    private static Response print(Shipment shipment, List<Label> labels, int number) {
        boolean single = shipment.labelFormat() == LabelFormat.PNG;
        if (single && number > labels.size()) {
            throw ProblemType.LABEL_NOT_FOUND.withDetail("this shipment has " + labels.size() + " labels");
        }
        List<Label> wanted = single ? List.of(labels.get(number - 1)) : labels;
        return Response.ok(LabelPrinter.print(wanted, shipment.labelFormat()))
                .type(shipment.labelFormat().mediaType())
                .build();
    }

    private static Response respond(StoredReply reply) {
        boolean created = reply.status() == 201;
        Response.ResponseBuilder response = Response.status(reply.status())
                .type(created ? MediaType.APPLICATION_JSON : "application/problem+json")
                .entity(reply.body());
        if (created) {
            response.header(HttpHeaders.LOCATION, URI.create("/api/v2/shipments/" + reply.shipmentId()));
        }
        if (reply.replayed()) {
            response.header("Idempotent-Replay", "true");
        }
        return response.build();
    }

    /** Hashes the normalized request, so that different notations of the same purchase are equal. */
    private Claim claim(String key, CreateShipmentRequest asked) {
        try {
            return new Claim(
                    caller.client(),
                    key,
                    sha256(json.writeValueAsBytes(asked)),
                    LegacyPurchaseRequest.json(received.bytes(), json).map(ShipmentResource::sha256));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }
}
