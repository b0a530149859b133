package com.vantage.shipping.webhook;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many deliveries are sent again, in the API. */
@Schema(name = "WebhookRedelivery", description = "What is sent, beginning at once")
record RedeliveryResponse(
        @Schema(description = "Number of deliveries", examples = "17")
        int deliveries,

        @Schema(examples = "ship-redeliver-j1k2l3") String requestId) {}
