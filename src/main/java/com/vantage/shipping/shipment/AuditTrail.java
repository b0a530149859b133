package com.vantage.shipping.shipment;

import com.vantage.shipping.access.Actor;
import com.vantage.shipping.access.RequestId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who did what to which shipment. What changes a shipment is written in the same transaction as the change; what only reads
 * it, before it is answered. Nothing of it can be changed or taken out: it goes with its month.
 */
@ApplicationScoped
class AuditTrail {
    static final String ADD = """
            INSERT INTO audit_entry (at, client, subject, operator, action, shipment_id, request_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7)""";

    /** The comparison of both alone would not tell PostgreSQL which months are too young. */
    static final String READ = """
            SELECT at, number, client, subject, operator, action, shipment_id, request_id FROM audit_entry
            WHERE ($1::text IS NULL OR shipment_id = $1) AND ($2::text IS NULL OR client = $2)
                AND at <= $3 AND (at, number) < ($3, $4)
            ORDER BY at DESC, number DESC LIMIT $5""";

    private final Database database;
    private final Clock clock;

    /** What was done. */
    enum Action {
        /** A purchase was begun; its end is among the shipment's events. */
        CREATE,
        /** The label was taken back. */
        CANCEL,
        /** A purchase whose end nobody had heard was brought to one. */
        SETTLE,
        /** An operator read a shipment that is another's. */
        READ,
        READ_LABEL;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    record Entry(Place place, Actor actor, String action, String shipmentId, String requestId) {}

    /** @param next where the page after this one begins, if there is one */
    record Page(List<Entry> entries, Optional<Place> next) {}

    /** Where an entry stands. */
    record Place(Instant at, long number) {
        private static final Pattern TEXT = Pattern.compile("(\\d{1,17})\\.(\\d{1,18})");
        static final Place END = new Place(Instant.parse("9999-01-01T00:00:00Z"), 0);

        /** Empty if the text is no place. */
        static Optional<Place> of(String text) {
            Matcher parts = TEXT.matcher(text);
            return parts.matches()
                    ? Optional.of(new Place(
                            Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS),
                            Long.parseLong(parts.group(2))))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "." + number;
        }
    }

    AuditTrail(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** In the transaction that changes the shipment. */
    Uni<Void> add(SqlConnection connection, Actor actor, Action action, Shipment shipment) {
        return connection
                .preparedQuery(ADD)
                .execute(row(actor, action, shipment))
                .replaceWithVoid();
    }

    /** In a transaction of its own. */
    Uni<Void> add(Actor actor, Action action, Shipment shipment) {
        return database.query(ADD, row(actor, action, shipment)).replaceWithVoid();
    }

    private Tuple row(Actor actor, Action action, Shipment shipment) {
        boolean isAsked = !actor.equals(Actor.SERVICE);
        return Tuple.tuple()
                .addOffsetDateTime(ShipmentRepository.utc(clock.instant().truncatedTo(ChronoUnit.MICROS)))
                .addString(actor.client())
                .addString(actor.subject())
                .addBoolean(actor.operator())
                .addString(action.word())
                .addString(shipment.id())
                .addString(isAsked ? RequestId.current() : shipment.requestId());
    }

    /**
     * The latest first.
     *
     * @param shipmentId null: of all
     * @param client null: by whomever
     */
    Uni<Page> find(@Nullable String shipmentId, @Nullable String client, Place after, int most) {
        OffsetDateTime latest = ShipmentRepository.utc(after.at());
        return database.query(READ, Tuple.of(shipmentId, client, latest, after.number(), most + 1))
                .map(rows -> {
                    List<Entry> entries = new ArrayList<>();
                    rows.forEach(row -> entries.add(toEntry(row)));
                    return entries;
                })
                .map(entries -> page(entries, most));
    }

    private static Page page(List<Entry> entries, int most) {
        if (entries.size() <= most) {
            return new Page(entries, Optional.empty());
        }
        List<Entry> page = entries.subList(0, most);
        return new Page(page, Optional.of(page.getLast().place()));
    }

    private static Entry toEntry(Row row) {
        return new Entry(
                new Place(row.getOffsetDateTime("at").toInstant(), row.getLong("number")),
                new Actor(row.getString("client"), row.getString("subject"), row.getBoolean("operator")),
                row.getString("action"),
                row.getString("shipment_id"),
                row.getString("request_id"));
    }
}
