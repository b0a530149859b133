package com.vantage.shipping.shipment;

import com.vantage.shipping.model.TrackingSnapshot;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The feed of changes of shipments, written in the transaction of each change.
 *
 * <p>Transactions commit in another order than they begin, so that a reader who follows a sequence could skip events
 * that are committed later. Events are therefore ordered by transaction id first, and read only up to the oldest
 * transaction in progress (PostgreSQL manual, section 9.27.5, {@code pg_snapshot_xmin}).
 */
@ApplicationScoped
class ShipmentEventStore {
    private static final Pattern FORMAT = Pattern.compile("(\\d{1,18})\\.(\\d{1,18})");

    private final ShipmentTransactions database;
    private final PurchaseResponses responses;
    private final Clock clock;

    /** Position in the order of all events, used as the cursor. */
    record Cursor(long transaction, long number) {
        static final Cursor OLDEST = new Cursor(0, 0);

        /** Parses a cursor; empty if it is invalid. */
        static Optional<Cursor> of(String text) {
            Matcher parts = FORMAT.matcher(text);
            return parts.matches()
                    ? Optional.of(new Cursor(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return transaction + "." + number;
        }
    }

    ShipmentEventStore(ShipmentTransactions database, PurchaseResponses responses, Clock clock) {
        this.database = database;
        this.responses = responses;
        this.clock = clock;
    }

    /**
     * Adds an event in the transaction that changes the shipment. It has no addresses, since events are kept longer
     * than these may be.
     */
    Uni<Void> add(ShipmentQueries queries, Shipment changed) {
        return insert(queries, changed, null);
    }

    /** Adds an event about what the carrier reports. */
    Uni<Void> addTracking(ShipmentQueries queries, Shipment tracked, TrackingSnapshot snapshot) {
        return insert(queries, tracked, responses.toFields(TrackingChangeView.of(snapshot)));
    }

    /** @param client owner of the shipments; null for all clients */
    Uni<List<ShipmentEvent>> find(Cursor after, @Nullable String client, int limit) {
        return database.execute(queries -> queries.findEventsAfter(after.transaction(), after.number(), client, limit));
    }

    private Uni<Void> insert(ShipmentQueries queries, Shipment shipment, @Nullable Map<String, Object> tracking) {
        ShipmentView view = responses.view(shipment, shipment.requestId(), AddressVisibility.NONE);
        return queries.session()
                .insert(new ShipmentEvent(shipment, responses.toFields(view), tracking, clock.instant()));
    }
}
