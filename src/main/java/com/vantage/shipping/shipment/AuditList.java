package com.vantage.shipping.shipment;

import com.vantage.shipping.access.RequestId;
import com.vantage.shipping.shipment.AuditTrail.Page;
import com.vantage.shipping.shipment.AuditTrail.Place;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of the audit trail as it goes out. */
@Schema(name = "AuditList", description = "A page of the audit trail")
record AuditList(
        @Schema(description = "The latest first") List<Line> entries,

        @Schema(
                description = "Send it as `cursor`, for what was done earlier; absent on the last page",
                examples = "1763982512000000.41")
        @Nullable
        String nextCursor,

        @Schema(
                description = "The same as `next_cursor`, which replaces it",
                examples = "1763982512000000.41",
                deprecated = true)
        @Nullable
        String next,

        @Schema(examples = "ops-7c1d2e") String requestId) {

    @Schema(name = "AuditEntry", description = "Who did what to a shipment")
    record Line(
            @Schema(description = "When it was done") Instant at,

            @Schema(description = "By its token; shipping-service is the service itself", examples = "order-processor")
            String client,

            @Schema(description = "Whom the token was about, if it said", examples = "order-processor") @Nullable
            String subject,

            @Schema(description = "Whether only shipping:ops opened this shipment to them")
            boolean operator,

            @Schema(
                    description =
                            "`create`: began a purchase (its end is among the events), `cancel`: took the label back, "
                                    + "`read_label`, `read`: read a shipment that is another's, `settle`: the service found out "
                                    + "what became of a purchase",
                    examples = "create",
                    enumeration = {"create", "cancel", "settle", "read", "read_label"})
            String action,

            @Schema(examples = "VNT-2026-8847292") String shipmentId,

            @Schema(description = "Of the request that did it", examples = "ship-create-j1k2l3")
            String requestId) {}

    static AuditList of(Page page) {
        String next = page.next().map(Place::toString).orElse(null);
        return new AuditList(page.entries().stream().map(AuditList::line).toList(), next, next, RequestId.current());
    }

    private static Line line(AuditEntry entry) {
        return new Line(
                entry.place().at(),
                entry.actor().client(),
                entry.actor().subject(),
                entry.actor().operator(),
                entry.action(),
                entry.shipmentId(),
                entry.requestId());
    }
}
