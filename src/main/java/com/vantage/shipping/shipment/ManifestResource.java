package com.vantage.shipping.shipment;

import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.problem.ProblemResponses;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.security.Caller;
import com.vantage.shipping.api.security.Scope;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.ShipDateRules;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.shipment.ManifestSelector.Criteria;
import com.vantage.shipping.shipment.ManifestView.Source;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Endpoints of manifests. */
@Path("/api/v2/manifests")
public class ManifestResource {
    private final ManifestService service;
    private final ManifestRepository manifests;
    private final Carriers carriers;
    private final ShipDateRules shipDates;
    private final Caller caller;

    ManifestResource(
            ManifestService service,
            ManifestRepository manifests,
            Carriers carriers,
            ShipDateRules shipDates,
            Caller caller) {
        this.service = service;
        this.manifests = manifests;
        this.carriers = carriers;
        this.shipDates = shipDates;
        this.caller = caller;
    }

    // A disconnecting caller must not cancel it between the carrier's answer and storing it.
    @Cancellable(false)
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Scope.SHIP)
    @Operation(operationId = "createManifest", summary = "Create a manifest")
    @APIResponse(
            responseCode = "201",
            description = "The carrier has made the manifest",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ManifestView.class)))
    @APIResponse(
            responseCode = "200",
            description = "The shipments are in this manifest already",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ManifestView.class)))
    @ProblemResponses({
        ProblemType.IN_PROGRESS,
        ProblemType.NOT_MANIFESTABLE,
        ProblemType.CARRIER_DECLINED,
        ProblemType.CARRIER_TIMEOUT,
        ProblemType.CARRIER_ERROR,
        ProblemType.CARRIERS_UNAVAILABLE,
        ProblemType.STORAGE_UNAVAILABLE
    })
    public Uni<Response> createManifest(
            @NotNull(message = "the body must be a JSON object") @Valid ManifestRequest request) {
        String client = caller.client();
        return service.close(criteria(client, request), caller.actor(client, null))
                .map(result -> Response.status(result.isNew() ? 201 : 200)
                        .header(
                                HttpHeaders.LOCATION,
                                "/api/v2/manifests/"
                                        + result.source().manifest().id())
                        .entity(view(result.source()))
                        .build());
    }

    @GET
    @Path("{manifest_id}")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Scope.SHIP)
    @Operation(operationId = "getManifest", summary = "Get a manifest")
    @APIResponse(responseCode = "200", description = "The manifest")
    @ProblemResponses({ProblemType.MANIFEST_NOT_FOUND, ProblemType.STORAGE_UNAVAILABLE})
    public Uni<ManifestView> getManifest(@PathParam("manifest_id") String id) {
        return findOwn(id)
                .flatMap(manifest -> manifests.findShipmentIds(manifest).map(ids -> view(new Source(manifest, ids))));
    }

    @GET
    @Path("{manifest_id}/document")
    // The carrier determines the media type; JSON is listed for clients that accept only JSON, which get the document
    // too
    @Produces({"application/pdf", MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON})
    @RolesAllowed(Scope.SHIP)
    @Operation(operationId = "getManifestDocument", summary = "Get a manifest's document")
    @APIResponse(
            responseCode = "200",
            description = "The document to hand over with the packages",
            content = {@Content(mediaType = "application/pdf"), @Content(mediaType = MediaType.TEXT_PLAIN)})
    @ProblemResponses({ProblemType.MANIFEST_NOT_FOUND, ProblemType.STORAGE_UNAVAILABLE})
    public Uni<Response> getManifestDocument(@PathParam("manifest_id") String id) {
        return findOwn(id).map(manifest -> {
            byte[] document = manifest.document();
            if (document == null) {
                throw ProblemType.MANIFEST_NOT_FOUND.withDetail(
                        "the status of this manifest is " + manifest.state().apiStatus() + ": there is no document");
            }
            return Response.ok(document).type(manifest.mediaType()).build();
        });
    }

    /** Manifests of other clients are not found. */
    private Uni<Manifest> findOwn(String id) {
        return manifests.find(id).map(found -> found.filter(
                        manifest -> manifest.client().equals(caller.client()))
                .orElseThrow(() -> ProblemType.MANIFEST_NOT_FOUND.withDetail("no manifest with this id")));
    }

    private Criteria criteria(String client, ManifestRequest request) {
        GuardedCarrier carrier = carriers.findEnabled(request.carrier())
                .orElseThrow(() ->
                        ProblemType.INVALID_REQUEST.at("/carrier", carriers.notSupportedMessage(request.carrier())));
        if (carrier.manifestScope().isEmpty()) {
            throw ProblemType.NOT_MANIFESTABLE
                    .withDetail(carrier.displayName() + " needs no manifest: it gets all data with the labels")
                    .retryable(false);
        }
        if (carrier.manifestScope().wholeAccount()) {
            requireNoSelection(carrier, request);
        }
        return new Criteria(client, carrier, shipDate(request), request.originZip(), request.shipments());
    }

    private LocalDate shipDate(ManifestRequest request) {
        LocalDate named = request.shipDate();
        String zip = request.originZip();
        if (named != null) {
            return named;
        }
        if (zip == null) {
            throw ProblemType.INVALID_REQUEST.at("/ship_date", "is required without origin_zip");
        }
        return shipDates.next(new RateAddress(zip, "US", false));
    }

    private static void requireNoSelection(GuardedCarrier carrier, ManifestRequest request) {
        Map<String, String> errors = new LinkedHashMap<>();
        String error = "must be absent, as " + carrier.displayName() + " closes all shipments of a day";
        if (request.originZip() != null) {
            errors.put("/origin_zip", error);
        }
        if (request.shipments() != null) {
            errors.put("/shipments", error);
        }
        if (!errors.isEmpty()) {
            throw ProblemType.INVALID_REQUEST.at(errors);
        }
    }

    private ManifestView view(Source source) {
        String carrier = carriers.find(source.manifest().carrier())
                .map(GuardedCarrier::displayName)
                .orElse(source.manifest().carrier().value());
        return ManifestView.of(source, carrier, RequestId.current());
    }
}
