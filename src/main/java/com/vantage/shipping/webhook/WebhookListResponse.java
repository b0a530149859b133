package com.vantage.shipping.webhook;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The endpoints of a client in the API. */
@Schema(name = "WebhookList", description = "All endpoints of the client")
record WebhookListResponse(
        @Schema(description = "In the order of their creation")
        List<WebhookView> webhooks,

        @Schema(examples = "ship-webhooks-j1k2l3") String requestId) {}
