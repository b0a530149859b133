package com.vantage.shipping.webhook;

import com.vantage.shipping.model.EventFeed;
import com.vantage.shipping.model.EventFeed.Event;
import com.vantage.shipping.model.EventFeed.Position;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes a delivery of each new event for each endpoint that subscribes to it. The replica that moves the cursor makes
 * the deliveries, in the same transaction. Disabled endpoints get theirs too, to be sent once they are enabled again.
 */
@ApplicationScoped
class EventRelay {
    private static final int BATCH_SIZE = 200;

    private final EventFeed feed;
    private final WebhookTransactions database;
    private final WebhookMessageWriter messages;
    private final Clock clock;

    EventRelay(EventFeed feed, WebhookTransactions database, WebhookMessageWriter messages, Clock clock) {
        this.feed = feed;
        this.database = database;
        this.messages = messages;
        this.clock = clock;
    }

    /** Relays all events that there are. */
    Uni<Void> relay() {
        return Multi.createBy()
                .repeating()
                .uni(this::relayBatch)
                .whilst(size -> size == BATCH_SIZE)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Events after the cursor, which have no deliveries yet. */
    Uni<List<Event>> findNext(int limit) {
        return position().flatMap(position -> findAfter(position, limit));
    }

    private Uni<Integer> relayBatch() {
        return position()
                .flatMap(position -> findAfter(position, BATCH_SIZE)
                        .call(events -> events.isEmpty() ? Uni.createFrom().voidItem() : relay(position, events)))
                .map(List::size);
    }

    private Uni<Position> position() {
        return database.execute(queries -> queries.session().get(WebhookCursor.class, WebhookCursor.ID))
                .map(WebhookCursor::position);
    }

    private Uni<List<Event>> findAfter(Position position, int limit) {
        return Uni.createFrom().completionStage(() -> feed.findAfter(position, limit));
    }

    private Uni<Void> relay(Position from, List<Event> events) {
        Position to = events.getLast().position();
        List<String> clients = events.stream().map(Event::client).distinct().toList();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return database.inTransaction(
                queries -> queries.moveCursor(to.transaction(), to.number(), from.transaction(), from.number())
                        .flatMap(moved -> moved == 0
                                ? Uni.createFrom().voidItem()
                                : queries.findByClients(clients).flatMap(endpoints -> queries.session()
                                        .insertMultiple(deliveries(events, endpoints, now)))));
    }

    private List<WebhookDelivery> deliveries(List<Event> events, List<WebhookEndpoint> endpoints, Instant now) {
        return events.stream()
                .flatMap(event -> deliveries(event, endpoints, now))
                .toList();
    }

    private Stream<WebhookDelivery> deliveries(Event event, List<WebhookEndpoint> endpoints, Instant now) {
        List<WebhookEndpoint> subscribed = endpoints.stream()
                .filter(endpoint -> endpoint.client().equals(event.client())
                        && !event.occurredAt().isBefore(endpoint.createdAt())
                        && endpoint.subscribesTo(event.type()))
                .toList();
        if (subscribed.isEmpty()) {
            return Stream.empty();
        }
        WebhookMessage message = messages.of(event);
        return subscribed.stream().map(endpoint -> new WebhookDelivery(endpoint.id(), message, now));
    }
}
