package com.vantage.shipping.shipment;

import com.vantage.shipping.model.EventFeed;
import com.vantage.shipping.shipment.ShipmentEventStore.Cursor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Provides the events of all clients' shipments to subscribers. */
@ApplicationScoped
class ShipmentEventFeed implements EventFeed {
    private final ShipmentEventStore events;

    ShipmentEventFeed(ShipmentEventStore events) {
        this.events = events;
    }

    @Override
    public CompletionStage<List<Event>> findAfter(Position position, int limit) {
        return events.find(new Cursor(position.transaction(), position.number()), null, limit)
                .map(found -> found.stream().map(ShipmentEventFeed::toEvent).toList())
                .subscribeAsCompletionStage();
    }

    private static Event toEvent(ShipmentEvent event) {
        Cursor cursor = event.cursor();
        return new Event(
                new Position(cursor.transaction(), cursor.number()),
                event.client(),
                event.shipmentId(),
                event.type(),
                event.occurredAt(),
                event.data());
    }
}
