package com.vantage.shipping.shipment;

import com.vantage.shipping.api.problem.ProblemResponses;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.security.Caller;
import com.vantage.shipping.api.security.Scope;
import com.vantage.shipping.shipment.ShipmentEventStore.Cursor;
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

/** Lists the events of shipments. */
@Path("/api/v2/shipments")
public class ShipmentEventsResource {
    private final ShipmentEventStore events;
    private final Caller caller;

    ShipmentEventsResource(ShipmentEventStore events, Caller caller) {
        this.events = events;
        this.caller = caller;
    }

    @GET
    @Path("events")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Scope.SHIP, Scope.OPS})
    @Operation(operationId = "listShipmentEvents", summary = "List shipment events")
    @APIResponse(responseCode = "200", description = "Events, oldest first")
    @ProblemResponses({ProblemType.INVALID_REQUEST, ProblemType.STORAGE_UNAVAILABLE})
    public Uni<ShipmentEventsResponse> listShipmentEvents(
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
        Cursor start =
                CursorParameters.parse(cursor, "after", after, Cursor::of).orElse(Cursor.OLDEST);
        return events.find(start, caller.isOperator() ? null : caller.client(), Integer.parseInt(limit))
                .map(found -> ShipmentEventsResponse.of(found, start));
    }
}
