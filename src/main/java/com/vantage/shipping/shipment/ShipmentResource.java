package com.vantage.shipping.shipment;

import com.vantage.shipping.api.DataSourceHeader.MayReadReplica;
import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.problem.ProblemResponses;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.security.Caller;
import com.vantage.shipping.api.security.Scope;
import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.shipment.AuditTrail.Action;
import com.vantage.shipping.shipment.Shipment.ListedDocument;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Endpoints to read a shipment, its label and its documents. */
@Path("/api/v2/shipments")
@MayReadReplica
public class ShipmentResource {
    private final ShipmentRepository shipments;
    private final ShipmentAccess access;
    private final AuditTrail trail;
    private final PurchaseResponses responses;
    private final Caller caller;

    ShipmentResource(
            ShipmentRepository shipments,
            ShipmentAccess access,
            AuditTrail trail,
            PurchaseResponses responses,
            Caller caller) {
        this.shipments = shipments;
        this.access = access;
        this.trail = trail;
        this.responses = responses;
        this.caller = caller;
    }

    @GET
    @Path("{shipment_id}")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Scope.TRACK, Scope.SHIP, Scope.OPS})
    @Operation(operationId = "getShipment", summary = "Get a shipment")
    @APIResponse(responseCode = "200", description = "The shipment")
    @ProblemResponses({ProblemType.SHIPMENT_NOT_FOUND, ProblemType.STORAGE_UNAVAILABLE})
    public Uni<ShipmentView> getShipment(@PathParam("shipment_id") String id) {
        return access.findVisible(id)
                .call(shipment -> caller.isOwn(shipment.owner(), shipment.customerId())
                        ? Uni.createFrom().voidItem()
                        : trail.add(access.actor(shipment), Action.READ, shipment))
                .map(shipment -> {
                    AddressVisibility own = access.addressAccess(shipment);
                    // The operator's access has been audited above
                    return responses.view(
                            shipment, RequestId.current(), own == AddressVisibility.NONE ? AddressVisibility.ALL : own);
                });
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
    @ProblemResponses({
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
        return access.findVisible(id)
                .invoke(ShipmentResource::requireLabel)
                .call(shipment -> trail.addLabelRead(access.actor(shipment), shipment))
                .flatMap(shipment -> shipments
                        .labels(shipment)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(labels -> print(shipment, labels, Integer.parseInt(number))));
    }

    @GET
    @Path("{shipment_id}/documents/{type}")
    // As for labels
    @Produces({"application/pdf", "application/zpl", MediaType.APPLICATION_JSON})
    @RolesAllowed({Scope.TRACK, Scope.SHIP, Scope.OPS})
    @Operation(operationId = "getDocument", summary = "Get a document for customs")
    @APIResponse(
            responseCode = "200",
            description = "The document; the labels, if they contain it",
            content = {@Content(mediaType = "application/pdf"), @Content(mediaType = "application/zpl")})
    @ProblemResponses({ProblemType.SHIPMENT_NOT_FOUND, ProblemType.DOCUMENT_NOT_FOUND, ProblemType.STORAGE_UNAVAILABLE})
    public Uni<Response> getDocument(
            @PathParam("shipment_id") String id,
            @PathParam("type") @Parameter(schema = @Schema(implementation = ShipmentView.Document.class)) String type) {
        return access.findVisible(id).flatMap(shipments::withDetails).flatMap(shipment -> {
            ListedDocument document = requireDocument(shipment, type);
            return trail.add(access.actor(shipment), Action.READ_DOCUMENT, shipment)
                    .chain(() -> read(shipment, document));
        });
    }

    private static ListedDocument requireDocument(Shipment shipment, String type) {
        return Stream.ofNullable(shipment.availableDocuments())
                .flatMap(List::stream)
                .filter(document -> document.type().code().equals(type))
                .findFirst()
                .orElseThrow(() -> ProblemType.DOCUMENT_NOT_FOUND.withDetail(
                        "the shipment, whose status is " + shipment.state().apiStatus() + ", has no such document"));
    }

    private Uni<Response> read(Shipment shipment, ListedDocument document) {
        return document.onLabel()
                ? shipments
                        .labels(shipment)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(labels -> toResponse(print(shipment, labels, document.format()), document.format()))
                : shipments
                        .document(shipment, document.type())
                        .map(stored -> toResponse(stored.image(), stored.format()));
    }

    private static byte[] print(Shipment shipment, List<Label> labels, LabelFormat format) {
        return shipment.hasLetterPages() ? LabelPrinter.printOnLetter(labels) : LabelPrinter.print(labels, format);
    }

    private static Response toResponse(byte[] bytes, LabelFormat format) {
        return Response.ok(bytes).type(format.mediaType()).build();
    }

    private static void requireLabel(Shipment shipment) {
        if (shipment.state() != PurchaseState.CREATED) {
            throw ProblemType.LABEL_NOT_FOUND.withDetail(
                    shipment.state().isUnsettled()
                            ? "the outcome of the purchase is not known yet; poll the shipment until its status is known"
                            : "the status of this shipment is "
                                    + shipment.state().apiStatus() + ": there is no label");
        }
    }

    private static Response print(Shipment shipment, List<Label> labels, int number) {
        boolean single = shipment.labelFormat() == LabelFormat.PNG;
        if (single && number > labels.size()) {
            throw ProblemType.LABEL_NOT_FOUND.withDetail(
                    "package must be at most " + labels.size() + ", the number of labels of this shipment");
        }
        List<Label> wanted = single ? List.of(labels.get(number - 1)) : labels;
        return toResponse(print(shipment, wanted, shipment.labelFormat()), shipment.labelFormat());
    }
}
