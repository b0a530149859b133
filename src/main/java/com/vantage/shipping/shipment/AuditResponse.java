package com.vantage.shipping.shipment;

import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.shipment.AuditTrail.Cursor;
import com.vantage.shipping.shipment.AuditTrail.Page;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of the audit trail in the API. */
@Schema(name = "AuditList", description = "A page of the audit trail")
record AuditResponse(
        @Schema(description = "Newest first") List<Entry> entries,

        @Schema(
                description = "Send it as `cursor` for earlier entries; absent on the last page",
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

    @Schema(name = "AuditEntry", description = "An action on a shipment or a pickup")
    record Entry(
            @Schema(description = "When it was done") Instant at,

            @Schema(
                    description = "The client of the token; shipping-service is the service itself",
                    examples = "order-processor")
            String client,

            @Schema(description = "The token's subject, if it has one", examples = "order-processor") @Nullable
            String subject,

            @Schema(description = "Whether only shipping:ops gave access to this shipment")
            boolean operator,

            @Schema(
                    description =
                            "`create`: started a purchase (its outcome is among the events), `cancel`: voided the label, "
                                    + "`read_label`: read a label, `read_document`: read a customs document, `read`: an operator read a shipment of another client, "
                                    + "`settle`: the service determined the outcome of a purchase or pickup, "
                                    + "`manifest`: put it into a manifest, `schedule_pickup`: requested a pickup, "
                                    + "`cancel_pickup`: cancelled it",
                    examples = "create",
                    enumeration = {
                        "create",
                        "cancel",
                        "settle",
                        "manifest",
                        "schedule_pickup",
                        "cancel_pickup",
                        "read",
                        "read_label",
                        "read_document"
                    })
            String action,

            @Schema(description = "Absent for a pickup of counted packages", examples = "VNT-2026-8847292") @Nullable
            String shipmentId,

            @Schema(description = "Of an action on a pickup", examples = "PKP-2026-7000001") @Nullable
            String pickupId,

            @Schema(description = "Id of the request that caused the action", examples = "ship-create-j1k2l3")
            String requestId) {}

    static AuditResponse of(Page page) {
        String next = page.next().map(Cursor::toString).orElse(null);
        return new AuditResponse(
                page.entries().stream().map(AuditResponse::entry).toList(), next, next, RequestId.current());
    }

    private static Entry entry(AuditEntry entry) {
        return new Entry(
                entry.cursor().at(),
                entry.actor().client(),
                entry.actor().subject(),
                entry.actor().operator(),
                entry.action(),
                entry.shipmentId(),
                entry.pickupId(),
                entry.requestId());
    }
}
