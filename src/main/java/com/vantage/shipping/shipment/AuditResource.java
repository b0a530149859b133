package com.vantage.shipping.shipment;

import com.vantage.shipping.api.problem.ProblemResponses;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.security.Scope;
import com.vantage.shipping.shipment.AuditTrail.Cursor;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v2/shipments/audit}. */
@Path("/api/v2/shipments/audit")
public class AuditResource {
    /** Text that PostgreSQL can store. */
    private static final String TEXT = "^[^\\x00-\\x1F\\x7F]{1,255}$";

    private final AuditTrail audit;

    AuditResource(AuditTrail audit) {
        this.audit = audit;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Scope.OPS)
    @Operation(operationId = "listAuditEntries", summary = "List audit entries")
    @APIResponse(responseCode = "200", description = "Audit entries, newest first")
    @ProblemResponses({ProblemType.INVALID_REQUEST, ProblemType.STORAGE_UNAVAILABLE})
    public Uni<AuditResponse> listAuditEntries(
            @QueryParam("shipment_id")
                    @Parameter(description = "Only actions on this shipment")
                    @Pattern(regexp = TEXT, message = "shipment_id must have 1 to 255 characters")
                    @Nullable
                    String shipmentId,
            @QueryParam("client")
                    @Parameter(description = "Only actions of this client")
                    @Pattern(regexp = TEXT, message = "client must have 1 to 255 characters")
                    @Nullable
                    String client,
            @QueryParam("cursor")
                    @Parameter(description = "The `next_cursor` of the previous page; absent for the newest entries")
                    @Size(max = 40, message = "cursor must be the next_cursor of an earlier response")
                    @Nullable
                    String cursor,
            @QueryParam("before")
                    @Parameter(description = "Same as `cursor`, which replaces it; do not send both", deprecated = true)
                    @Size(max = 40, message = "before must be the next of an earlier response")
                    @Nullable
                    String before,
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
        Cursor start =
                CursorParameters.parse(cursor, "before", before, Cursor::of).orElse(Cursor.NEWEST);
        return audit.find(shipmentId, client, start, Integer.parseInt(limit)).map(AuditResponse::of);
    }
}
