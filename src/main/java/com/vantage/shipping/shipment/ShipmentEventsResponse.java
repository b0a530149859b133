package com.vantage.shipping.shipment;

import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.shipment.ShipmentEventStore.Cursor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of events in the API. */
@Schema(name = "ShipmentEventList", description = "A page of events")
record ShipmentEventsResponse(
        @Schema(description = "Oldest first") List<Event> events,

        @Schema(
                description = "Send it as `cursor`, now or later, for the events that follow. Always present, "
                        + "also if there are no new events",
                examples = "1042.7")
        String nextCursor,

        @Schema(description = "The same as `next_cursor`, which replaces it", examples = "1042.7", deprecated = true)
        String next,

        @Schema(examples = "ship-events-j1k2l3") String requestId) {

    @Schema(name = "ShipmentEvent", description = "A change of a shipment, or of what its carrier reports")
    record Event(
            @Schema(description = "Position in the order of all events; unique and stable", examples = "1042.7")
            String id,

            @Schema(
                    description = "Kind of change",
                    examples = "shipment.created",
                    enumeration = {
                        "shipment.requested",
                        "shipment.purchasing",
                        "shipment.created",
                        "shipment.declined",
                        "shipment.unknown",
                        "shipment.nothing_bought",
                        "shipment.cancelled",
                        "shipment.refund_pending",
                        "tracking.updated"
                    })
            String type,

            @Schema(description = "When it happened") Instant occurredAt,

            @Schema(ref = "Shipment") Map<String, Object> shipment,

            @Schema(implementation = TrackingChangeView.class) @Nullable
            Map<String, Object> tracking) {}

    /** @param start start of the page */
    static ShipmentEventsResponse of(List<ShipmentEvent> events, Cursor start) {
        String next = (events.isEmpty() ? start : events.getLast().cursor()).toString();
        return new ShipmentEventsResponse(
                events.stream()
                        .map(event -> new Event(
                                event.cursor().toString(),
                                event.type(),
                                event.occurredAt(),
                                event.shipment(),
                                event.tracking()))
                        .toList(),
                next,
                next,
                RequestId.current());
    }
}
