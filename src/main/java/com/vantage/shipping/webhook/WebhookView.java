package com.vantage.shipping.webhook;

import com.vantage.shipping.api.RequestId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An endpoint in the API. */
@Schema(name = "Webhook", description = "An endpoint that events are sent to")
record WebhookView(
        @Schema(description = "The endpoint's id", examples = "wh_QmZ0c2h0dHBzZXhhbXBsZQ")
        String webhookId,

        @Schema(description = "Where events are sent", examples = "https://shop.example/webhooks")
        String url,

        @Schema(description = CreateWebhookRequest.EVENTS) List<EventTypePattern> events,

        @Schema(description = "As the client has set it", examples = "Warehouse 3") @Nullable
        String description,

        @Schema(description = "Whether events are sent") boolean enabled,

        @Schema(
                description =
                        "`client`: disabled by the client; `failing`: no delivery has succeeded for as long as deliveries are "
                                + "retried; `gone`: the endpoint answered with 410. Absent if it is enabled",
                examples = "failing",
                enumeration = {"client", "failing", "gone"})
        @Nullable
        String disabledReason,

        @Schema(description = "When it was disabled; absent if it is enabled") @Nullable
        Instant disabledAt,

        @Schema(
                description =
                        "Time of the first failed attempt since the last successful one; absent if the last one succeeded")
        @Nullable
        Instant failingSince,

        @Schema(
                description =
                        "The key of the signatures. Only in the responses that create an endpoint or rotate its secret",
                examples = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")
        @Nullable
        String secret,

        @Schema(description = "Until then deliveries are also signed with the former secret; absent if there is none")
        @Nullable
        Instant formerSecretUntil,

        @Schema(description = "When the endpoint was created")
        Instant createdAt,

        @Schema(examples = "ship-webhook-j1k2l3") String requestId) {

    static WebhookView of(WebhookEndpoint endpoint, Instant now) {
        return of(endpoint, null, now);
    }

    /** @param secret to be shown to the client this once; null otherwise */
    static WebhookView of(WebhookEndpoint endpoint, @Nullable WebhookSecret secret, Instant now) {
        Instant formerUntil = endpoint.formerSecretUntil();
        return new WebhookView(
                endpoint.id(),
                endpoint.url(),
                endpoint.events(),
                endpoint.description(),
                endpoint.isEnabled(),
                endpoint.disabledReason(),
                seconds(endpoint.disabledAt()),
                seconds(endpoint.failingSince()),
                secret == null ? null : secret.reveal(),
                formerUntil != null && now.isBefore(formerUntil) ? seconds(formerUntil) : null,
                endpoint.createdAt().truncatedTo(ChronoUnit.SECONDS),
                RequestId.current());
    }

    static @Nullable Instant seconds(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Without the secret, and the URL, which may contain one of the client's. */
    @Override
    public String toString() {
        return "WebhookView[" + webhookId + "]";
    }
}
