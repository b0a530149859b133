package com.vantage.shipping.webhook;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A delivery in the API. */
@Schema(name = "WebhookDelivery", description = "An event that is sent to an endpoint, and what has become of it")
record WebhookDeliveryView(
        @Schema(description = "The `webhook-id` of the message, the same in each attempt", examples = "evt_1042")
        String deliveryId,

        @Schema(description = "Kind of event", examples = "shipment.created")
        String type,

        @Schema(description = "Increases with each event about the same subject", examples = "1042")
        long sequence,

        @Schema(
                description = "What the event is about: the id of a shipment or a webhook",
                examples = "VNT-2026-8847292")
        String subject,

        @Schema(
                description = "`pending`: not accepted yet; `delivered`: answered with a 2xx; `failed`: given up",
                examples = "delivered",
                enumeration = {"pending", "delivered", "failed"})
        String status,

        @Schema(description = "When it happened") Instant occurredAt,

        @Schema(description = "How often it was sent", examples = "1")
        int attempts,

        @Schema(description = "When it was sent last; absent if it was not sent yet") @Nullable
        Instant lastAttemptAt,

        @Schema(
                description =
                        "When it is sent next: not before this time, and not before earlier events with the same subject. Absent "
                                + "unless it is `pending`")
        @Nullable
        Instant nextAttemptAt,

        @Schema(description = "Status of the last answer; absent without one", examples = "200") @Nullable
        Integer responseStatus,

        @Schema(
                description = "Why the last attempt failed; absent if it succeeded",
                examples = "no answer within 10000 ms")
        @Nullable
        String error,

        @Schema(description = "How long the last attempt took, in milliseconds", examples = "86") @Nullable
        Integer durationMs) {

    static WebhookDeliveryView of(WebhookDelivery delivery) {
        return new WebhookDeliveryView(
                delivery.messageId(),
                delivery.type(),
                delivery.sequence(),
                delivery.subject(),
                delivery.state().code(),
                delivery.occurredAt(),
                delivery.attempts(),
                WebhookView.seconds(delivery.lastAttemptAt()),
                WebhookView.seconds(delivery.dueAt()),
                delivery.responseStatus(),
                delivery.error(),
                delivery.durationMs());
    }
}
