package com.vantage.shipping.webhook;

import com.vantage.shipping.api.RequestId;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of the delivery log in the API. */
@Schema(name = "WebhookDeliveryList", description = "A page of the delivery log")
record WebhookDeliveryListResponse(
        @Schema(description = "Newest first") List<WebhookDeliveryView> deliveries,

        @Schema(description = "Send it as `cursor` for earlier deliveries; absent on the last page", examples = "1042")
        @Nullable
        String nextCursor,

        @Schema(examples = "ship-deliveries-j1k2l3") String requestId) {

    /** @param found one more than the page may have, if there are further ones */
    static WebhookDeliveryListResponse of(List<WebhookDelivery> found, int limit) {
        List<WebhookDelivery> page = found.subList(0, Math.min(limit, found.size()));
        return new WebhookDeliveryListResponse(
                page.stream().map(WebhookDeliveryView::of).toList(),
                found.size() > limit ? Long.toString(page.getLast().sequence()) : null,
                RequestId.current());
    }
}
