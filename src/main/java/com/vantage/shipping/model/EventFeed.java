package com.vantage.shipping.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Provides the events that subscribers receive, in commit order and without gaps. */
public interface EventFeed {
    /** Finds events after a position, oldest first. */
    CompletionStage<List<Event>> findAfter(Position position, int limit);

    /**
     * Position in the order of all events.
     *
     * @param transaction PostgreSQL's id of the transaction that wrote the event
     * @param number unique; increases with each event of the same subject
     */
    record Position(long transaction, long number) {}

    /**
     * An event.
     *
     * @param client the client that receives it
     * @param subject what it is about, such as a shipment's id; events of one subject are delivered in order
     * @param type such as {@code shipment.created}
     * @param data the subject in the API, as it was then; without personal data
     */
    record Event(
            Position position,
            String client,
            String subject,
            String type,
            Instant occurredAt,
            Map<String, Object> data) {}
}
