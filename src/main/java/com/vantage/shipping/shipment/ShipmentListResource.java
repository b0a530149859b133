package com.vantage.shipping.shipment;

import com.vantage.shipping.api.DataSourceHeader.MayReadReplica;
import com.vantage.shipping.api.problem.ProblemResponses;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.security.Caller;
import com.vantage.shipping.api.security.Scope;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.shipment.ShipmentSearch.Cursor;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Lists shipments. */
@Path("/api/v2/shipments")
@MayReadReplica
public class ShipmentListResource {
    private final ShipmentSearch search;
    private final ShipmentAccess access;
    private final Carriers carriers;
    private final Caller caller;

    ShipmentListResource(ShipmentSearch search, ShipmentAccess access, Carriers carriers, Caller caller) {
        this.search = search;
        this.access = access;
        this.carriers = carriers;
        this.caller = caller;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Scope.TRACK, Scope.SHIP, Scope.OPS})
    @Operation(operationId = "listShipments", summary = "List shipments")
    @APIResponse(responseCode = "200", description = "A page of shipments")
    @ProblemResponses({ProblemType.INVALID_REQUEST, ProblemType.STORAGE_UNAVAILABLE})
    public Uni<ShipmentListResponse> listShipments(
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
                    @Pattern(
                            regexp = CreationTimeRange.DATE_OR_TIME,
                            message = "created_from " + CreationTimeRange.NOT_A_TIME)
                    @Nullable
                    String createdFrom,
            @QueryParam("created_to")
                    @Parameter(description = "Only those created before this time, likewise; after `created_from`")
                    @Pattern(
                            regexp = CreationTimeRange.DATE_OR_TIME,
                            message = "created_to " + CreationTimeRange.NOT_A_TIME)
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
        ShipmentFilter filter = new ShipmentFilter(
                isOperator ? null : caller.client(),
                isOperator ? null : caller.subject(),
                orderId,
                status,
                carrier == null ? null : code(carrier),
                customerId,
                trackingNumber == null ? null : trackingNumber.replace(" ", "").toUpperCase(Locale.ROOT),
                CreationTimeRange.of(createdFrom, createdTo));
        return search.find(filter, CursorParameters.parse(cursor, Cursor::of).orElse(null), Integer.parseInt(limit))
                .map(page -> ShipmentListResponse.of(page, access::view));
    }

    private CarrierCode code(String carrier) {
        return carriers.findByName(carrier.strip())
                .orElseThrow(() -> ProblemType.INVALID_REQUEST.withDetail(carriers.notSupportedMessage(carrier)));
    }
}
