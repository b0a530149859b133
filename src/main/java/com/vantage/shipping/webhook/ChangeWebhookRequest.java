package com.vantage.shipping.webhook;

import com.vantage.shipping.api.json.BoundedList;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request body that changes an endpoint. */
@Schema(description = "Changes of an endpoint; what is absent stays as it is. Unknown fields are rejected")
record ChangeWebhookRequest(
        @Schema(
                description = CreateWebhookRequest.URL,
                pattern = CreateWebhookRequest.ANY_URL,
                maxLength = CreateWebhookRequest.MAX_URL,
                examples = "https://shop.example/webhooks")
        @Size(max = CreateWebhookRequest.MAX_URL)
        @Nullable
        String url,

        @Schema(description = CreateWebhookRequest.EVENTS)
        @Size(min = 1, max = CreateWebhookRequest.MAX_EVENTS, message = "must have {min} to {max} entries")
        @Nullable
        List<@NotNull EventTypePattern> events,

        @Schema(description = "Anything that helps the client to recognize the endpoint", examples = "Warehouse 3")
        @Size(max = CreateWebhookRequest.MAX_DESCRIPTION)
        @Nullable
        String description,

        @Schema(
                description =
                        "False: events are kept, but not sent. True: they are sent, those included that were kept meanwhile")
        @Nullable
        Boolean enabled) {

    ChangeWebhookRequest {
        events = BoundedList.truncate(events, CreateWebhookRequest.MAX_EVENTS);
    }

    /** The URL may contain a secret of the client's. */
    @Override
    public String toString() {
        return "ChangeWebhookRequest[events=" + events + ", enabled=" + enabled + "]";
    }
}
