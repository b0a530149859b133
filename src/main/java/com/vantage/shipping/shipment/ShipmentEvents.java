package com.vantage.shipping.shipment;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
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
    static final String ADD = """
            INSERT INTO shipment_event (created_at, client, shipment_id, state, shipment) VALUES ($1, $2, $3, $4, $5)""";

    static final String READ = """
            SELECT transaction, number, created_at, state, shipment FROM shipment_event
            WHERE (transaction, number) > ($1, $2) AND ($3::text IS NULL OR client = $3)
                AND transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
            ORDER BY transaction, number LIMIT $4""";

    private static final Pattern PLACE = Pattern.compile("(\\d{1,18})\\.(\\d{1,18})");

    private final Database database;
    private final Replies replies;
    private final Clock clock;

    /**
     * One change of one shipment.
     *
     * @param place in the order of all events
     * @param shipment as its readers saw it then
     */
    record Event(Place place, Instant at, ShipmentState state, JsonObject shipment) {}

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
    Uni<Void> add(SqlConnection connection, Shipment changed) {
        ShipmentView told = replies.view(changed, changed.requestId(), AddressAccess.NONE);
        JsonObject view = new JsonObject(Buffer.buffer(replies.write(told)));
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.of(
                        ShipmentRepository.utc(clock.instant()),
                        changed.owner(),
                        changed.id(),
                        changed.state().word(),
                        view))
                .replaceWithVoid();
    }

    /** @param client whose shipments; null for everybody's */
    Uni<List<Event>> after(Place place, @Nullable String client, int most) {
        return database.query(READ, Tuple.of(place.transaction(), place.number(), client, most))
                .map(rows -> {
                    List<Event> events = new ArrayList<>();
                    rows.forEach(row -> events.add(toEvent(row)));
                    return events;
                });
    }

    private static Event toEvent(Row row) {
        return new Event(
                new Place(row.getLong("transaction"), row.getLong("number")),
                row.getOffsetDateTime("created_at").toInstant(),
                ShipmentState.of(row.getString("state")),
                row.getJsonObject("shipment"));
    }
}
