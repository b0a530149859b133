package com.vantage.shipping.shipment;

import com.vantage.shipping.access.Actor;
import com.vantage.shipping.access.RequestId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    /** @param next where the page after this one begins, if there is one */
    record Page(List<AuditEntry> entries, Optional<Place> next) {}

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
    Uni<Void> add(ShipmentQueries queries, Actor actor, Action action, Shipment shipment) {
        return queries.session().insert(entry(actor, action, shipment));
    }

    /** In a transaction of its own. */
    Uni<Void> add(Actor actor, Action action, Shipment shipment) {
        AuditEntry entry = entry(actor, action, shipment);
        return database.statement(queries -> queries.session().insert(entry));
    }

    private AuditEntry entry(Actor actor, Action action, Shipment shipment) {
        boolean isAsked = !actor.equals(Actor.SERVICE);
        return new AuditEntry(
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                actor,
                action,
                shipment,
                isAsked ? RequestId.current() : shipment.requestId());
    }

    /**
     * The latest first.
     *
     * @param shipmentId null: of all
     * @param client null: by whomever
     */
    Uni<Page> find(@Nullable String shipmentId, @Nullable String client, Place after, int most) {
        return database.statement(
                        queries -> queries.auditBefore(shipmentId, client, after.at(), after.number(), most + 1))
                .map(entries -> page(entries, most));
    }

    private static Page page(List<AuditEntry> entries, int most) {
        if (entries.size() <= most) {
            return new Page(entries, Optional.empty());
        }
        List<AuditEntry> page = entries.subList(0, most);
        return new Page(page, Optional.of(page.getLast().place()));
    }
}
