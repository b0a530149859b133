package com.vantage.shipping.webhook;

import com.vantage.shipping.api.json.BoundedList;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request body that creates an endpoint. */
@Schema(description = "An endpoint to create. Unknown fields are rejected")
record CreateWebhookRequest(
        @Schema(
                description = CreateWebhookRequest.URL,
                pattern = CreateWebhookRequest.ANY_URL,
                maxLength = CreateWebhookRequest.MAX_URL,
                examples = "https://shop.example/webhooks")
        @NotNull
        @Size(max = CreateWebhookRequest.MAX_URL)
        String url,

        @Schema(description = CreateWebhookRequest.EVENTS)
        @NotNull
        @Size(min = 1, max = CreateWebhookRequest.MAX_EVENTS, message = "must have {min} to {max} entries")
        List<@NotNull EventTypePattern> events,

        @Schema(description = "Anything that helps the client to recognize the endpoint", examples = "Warehouse 3")
        @Size(max = CreateWebhookRequest.MAX_DESCRIPTION)
        @Nullable
        String description) {

    static final String URL =
            "Where events are sent by POST. `https`, the port 443, and a host with a public address; redirects are not followed";
    static final String EVENTS = "Which events are sent";
    static final String ANY_URL = "^\\s*https://[^\\s/]+";
    static final int MAX_URL = 2_000;
    static final int MAX_EVENTS = 20;
    static final int MAX_DESCRIPTION = 200;

    CreateWebhookRequest {
        events = BoundedList.truncate(events, MAX_EVENTS);
    }

    /** The URL may contain a secret of the client's. */
    @Override
    public String toString() {
        return "CreateWebhookRequest[events=" + events + "]";
    }
}
