package com.vantage.shipping.webhook;

import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.problem.ProblemResponses;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.security.Caller;
import com.vantage.shipping.api.security.Scope;
import com.vantage.shipping.webhook.WebhookService.WithSecret;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Endpoints of the caller's client, and their secrets. */
@Path("/api/v2/webhooks")
@Produces(MediaType.APPLICATION_JSON)
public class WebhookResource {
    private final WebhookService webhooks;
    private final Caller caller;
    private final Clock clock;

    WebhookResource(WebhookService webhooks, Caller caller, Clock clock) {
        this.webhooks = webhooks;
        this.caller = caller;
        this.clock = clock;
    }

    @POST
    @RolesAllowed(Scope.SHIP)
    @Operation(operationId = "createWebhook", summary = "Create a webhook")
    @APIResponse(
            responseCode = "201",
            description = "The webhook, with its secret",
            content = @Content(schema = @Schema(implementation = WebhookView.class)))
    @ProblemResponses({ProblemType.WEBHOOK_LIMIT, ProblemType.STORAGE_UNAVAILABLE})
    public Uni<Response> createWebhook(
            @NotNull(message = "the body must be a JSON object") @Valid CreateWebhookRequest request) {
        return webhooks.create(caller.client(), request).map(created -> Response.created(
                        URI.create("/api/v2/webhooks/" + created.endpoint().id()))
                .entity(view(created))
                .build());
    }

    @GET
    @RolesAllowed(Scope.SHIP)
    @Operation(operationId = "listWebhooks", summary = "List webhooks")
    @APIResponse(responseCode = "200", description = "All webhooks of this client")
    @ProblemResponses(ProblemType.STORAGE_UNAVAILABLE)
    public Uni<WebhookListResponse> listWebhooks() {
        return webhooks.list(caller.client())
                .map(found ->
                        new WebhookListResponse(found.stream().map(this::view).toList(), RequestId.current()));
    }

    @GET
    @Path("{webhook_id}")
    @RolesAllowed(Scope.SHIP)
    @Operation(operationId = "getWebhook", summary = "Get a webhook")
    @APIResponse(responseCode = "200", description = "The webhook")
    @ProblemResponses({ProblemType.WEBHOOK_NOT_FOUND, ProblemType.STORAGE_UNAVAILABLE})
    public Uni<WebhookView> getWebhook(@PathParam("webhook_id") String id) {
        return webhooks.find(caller.client(), id).map(this::view);
    }

    @PATCH
    @Path("{webhook_id}")
    @RolesAllowed(Scope.SHIP)
    @Operation(operationId = "changeWebhook", summary = "Change a webhook")
    @APIResponse(responseCode = "200", description = "The changed webhook")
    @ProblemResponses({ProblemType.WEBHOOK_NOT_FOUND, ProblemType.STORAGE_UNAVAILABLE})
    public Uni<WebhookView> changeWebhook(
            @PathParam("webhook_id") String id,
            @NotNull(message = "the body must be a JSON object") @Valid ChangeWebhookRequest request) {
        return webhooks.change(caller.client(), id, request).map(this::view);
    }

    @DELETE
    @Path("{webhook_id}")
    @RolesAllowed(Scope.SHIP)
    @Operation(operationId = "deleteWebhook", summary = "Delete a webhook")
    @APIResponse(responseCode = "200", description = "The webhook as it was")
    @ProblemResponses({ProblemType.WEBHOOK_NOT_FOUND, ProblemType.STORAGE_UNAVAILABLE})
    public Uni<WebhookView> deleteWebhook(@PathParam("webhook_id") String id) {
        return webhooks.delete(caller.client(), id).map(this::view);
    }

    @POST
    @Path("{webhook_id}/rotate-secret")
    @RolesAllowed(Scope.SHIP)
    @Operation(operationId = "rotateWebhookSecret", summary = "Rotate the secret of a webhook")
    @APIResponse(responseCode = "200", description = "The webhook, with its new secret")
    @ProblemResponses({ProblemType.WEBHOOK_NOT_FOUND, ProblemType.STORAGE_UNAVAILABLE})
    public Uni<WebhookView> rotateWebhookSecret(@PathParam("webhook_id") String id) {
        return webhooks.rotateSecret(caller.client(), id).map(this::view);
    }

    private WebhookView view(WebhookEndpoint endpoint) {
        return WebhookView.of(endpoint, clock.instant());
    }

    private WebhookView view(WithSecret found) {
        return WebhookView.of(found.endpoint(), found.secret(), clock.instant());
    }
}
