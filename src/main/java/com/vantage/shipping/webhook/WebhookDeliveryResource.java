package com.vantage.shipping.webhook;

import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.problem.ProblemResponses;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.security.Caller;
import com.vantage.shipping.api.security.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** The delivery log of an endpoint, test events and redelivery. */
@Path("/api/v2/webhooks/{webhook_id}")
@Produces(MediaType.APPLICATION_JSON)
public class WebhookDeliveryResource {
    private static final int ACCEPTED = 202;

    private final WebhookService webhooks;
    private final Caller caller;

    WebhookDeliveryResource(WebhookService webhooks, Caller caller) {
        this.webhooks = webhooks;
        this.caller = caller;
    }

    @GET
    @Path("deliveries")
    @RolesAllowed(Scope.SHIP)
    @Operation(operationId = "listWebhookDeliveries", summary = "List deliveries of a webhook")
    @APIResponse(responseCode = "200", description = "Deliveries, newest first")
    @ProblemResponses({ProblemType.WEBHOOK_NOT_FOUND, ProblemType.STORAGE_UNAVAILABLE})
    public Uni<WebhookDeliveryListResponse> listWebhookDeliveries(
            @PathParam("webhook_id") String id,
            @QueryParam("status")
                    @Parameter(
                            description = "Only those with this status",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"pending", "delivered", "failed"}))
                    @Pattern(
                            regexp = "pending|delivered|failed",
                            message = "status must be pending, delivered or failed")
                    @Nullable
                    String status,
            @QueryParam("cursor")
                    @Parameter(description = "The `next_cursor` of the previous page; absent for the newest deliveries")
                    @Pattern(
                            regexp = "[1-9]\\d{0,17}",
                            message = "cursor must be the next_cursor of an earlier response")
                    @Nullable
                    String cursor,
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
        int size = Integer.parseInt(limit);
        return webhooks.deliveries(
                        caller.client(),
                        id,
                        status == null ? null : DeliveryState.valueOf(status.toUpperCase(Locale.ROOT)),
                        cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor),
                        size + 1)
                .map(found -> WebhookDeliveryListResponse.of(found, size));
    }

    @POST
    @Path("test")
    @ResponseStatus(ACCEPTED)
    @RolesAllowed(Scope.SHIP)
    @Operation(operationId = "testWebhook", summary = "Send a test event")
    @APIResponse(
            responseCode = "202",
            description = "The delivery, which is sent at once",
            content = @Content(schema = @Schema(implementation = WebhookDeliveryView.class)))
    @ProblemResponses({ProblemType.WEBHOOK_NOT_FOUND, ProblemType.STORAGE_UNAVAILABLE})
    public Uni<WebhookDeliveryView> testWebhook(@PathParam("webhook_id") String id) {
        return webhooks.sendTest(caller.client(), id).map(WebhookDeliveryView::of);
    }

    @POST
    @Path("deliveries/{delivery_id}/redeliver")
    @ResponseStatus(ACCEPTED)
    @RolesAllowed(Scope.SHIP)
    @Operation(operationId = "redeliverWebhookDelivery", summary = "Send a delivery again")
    @APIResponse(
            responseCode = "202",
            description = "The delivery, which is sent at once",
            content = @Content(schema = @Schema(implementation = WebhookDeliveryView.class)))
    @ProblemResponses({ProblemType.WEBHOOK_NOT_FOUND, ProblemType.STORAGE_UNAVAILABLE})
    public Uni<WebhookDeliveryView> redeliverWebhookDelivery(
            @PathParam("webhook_id") String id, @PathParam("delivery_id") String deliveryId) {
        return webhooks.redeliver(caller.client(), id, deliveryId).map(WebhookDeliveryView::of);
    }

    @POST
    @Path("redeliver")
    @ResponseStatus(ACCEPTED)
    @RolesAllowed(Scope.SHIP)
    @Operation(operationId = "redeliverWebhookRange", summary = "Send the deliveries of a time range again")
    @APIResponse(
            responseCode = "202",
            description = "The number of deliveries, which are sent at once",
            content = @Content(schema = @Schema(implementation = RedeliveryResponse.class)))
    @ProblemResponses({ProblemType.WEBHOOK_NOT_FOUND, ProblemType.STORAGE_UNAVAILABLE})
    public Uni<RedeliveryResponse> redeliverWebhookRange(
            @PathParam("webhook_id") String id,
            @NotNull(message = "the body must be a JSON object") @Valid RedeliverRequest request) {
        return webhooks.redeliver(caller.client(), id, request)
                .map(count -> new RedeliveryResponse(count, RequestId.current()));
    }
}
