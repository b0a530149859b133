package com.vantage.shipping.shipment;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What happened to shipments, for others to follow: written with each change, in its transaction.
 *
 * <p>Transactions end in another order than they begin, so that the numbers of a sequence alone would let a reader skip what
 * is committed later. Events are ordered by their transaction's id first, and read only up to the oldest transaction that is
 * still under way (PostgreSQL, 9.27.5, {@code pg_snapshot_xmin}).
 */
@ApplicationScoped
class ShipmentEvents {
    private static final Pattern PLACE = Pattern.compile("(\\d{1,18})\\.(\\d{1,18})");

    private final Database database;
    private final Replies replies;
    private final Clock clock;

    /** Where in the order of all events somebody is. */
    record Place(long transaction, long number) {
        static final Place BEFORE_ALL = new Place(0, 0);

        /** Empty if the text is no place. */
        static Optional<Place> of(String text) {
            Matcher parts = PLACE.matcher(text);
            return parts.matches()
                    ? Optional.of(new Place(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return transaction + "." + number;
        }
    }

    ShipmentEvents(Database database, Replies replies, Clock clock) {
        this.database = database;
        this.replies = replies;
        this.clock = clock;
    }

    /** In the transaction that changes the shipment. Without its addresses: events are kept longer than they may be. */
    Uni<Void> add(ShipmentQueries queries, Shipment changed) {
        ShipmentView told = replies.view(changed, changed.requestId(), AddressAccess.NONE);
        return queries.session().insert(new ShipmentEvent(changed, replies.fields(told), clock.instant()));
    }

    /** @param client whose shipments; null for everybody's */
    Uni<List<ShipmentEvent>> after(Place place, @Nullable String client, int most) {
        return database.statement(queries -> queries.eventsAfter(place.transaction(), place.number(), client, most));
    }
}
