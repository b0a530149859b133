package com.vantage.shipping.shipment;

import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.security.Actor;
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
 * Records who did what to which shipment or pickup. Actions that change a shipment are written in the same transaction; reads are
 * written before the response is sent, or {@link AuditEntryBuffer later}. Entries cannot be changed or deleted; they are
 * dropped with their monthly partition.
 */
@ApplicationScoped
class AuditTrail {
    private final ShipmentTransactions database;
    private final ReadDatabase reads;
    private final AuditEntryBuffer buffer;
    private final Clock clock;

    /** Kinds of audited actions. */
    enum Action {
        /** A purchase was started; its outcome is among the shipment's events. */
        CREATE,
        /** The label was voided. */
        CANCEL,
        /** The service determined the outcome of an unsettled purchase or pickup. */
        SETTLE,
        /** The shipment was put into a manifest. */
        MANIFEST,
        /** A pickup was requested; its outcome is among its fields. */
        SCHEDULE_PICKUP,
        CANCEL_PICKUP,
        /** An operator read a shipment of another client. */
        READ,
        READ_LABEL,
        READ_DOCUMENT;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param next start of the next page, if there is one */
    record Page(List<AuditEntry> entries, Optional<Cursor> next) {}

    /** Position of an entry in the trail, used as the cursor. */
    record Cursor(Instant at, long number) {
        private static final Pattern FORMAT = Pattern.compile("(\\d{1,17})\\.(\\d{1,18})");
        static final Cursor NEWEST = new Cursor(Instant.parse("9999-01-01T00:00:00Z"), 0);

        /** Parses a cursor; empty if it is invalid. */
        static Optional<Cursor> of(String text) {
            Matcher parts = FORMAT.matcher(text);
            return parts.matches()
                    ? Optional.of(new Cursor(
                            Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS),
                            Long.parseLong(parts.group(2))))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "." + number;
        }
    }

    AuditTrail(ShipmentTransactions database, ReadDatabase reads, AuditEntryBuffer buffer, Clock clock) {
        this.database = database;
        this.reads = reads;
        this.buffer = buffer;
        this.clock = clock;
    }

    /** Adds an entry in the transaction that changes the shipment. */
    Uni<Void> add(ShipmentQueries queries, Actor actor, Action action, Shipment shipment) {
        return queries.session().insert(entry(actor, action, shipment));
    }

    /** Adds an entry for each of the shipments, in the transaction that changes them. */
    Uni<Void> add(ShipmentQueries queries, Actor actor, Action action, List<Shipment> shipments) {
        return queries.session()
                .insertMultiple(shipments.stream()
                        .map(shipment -> entry(actor, action, shipment))
                        .toList());
    }

    /** Adds an entry for each shipment of the pickup, or one if it has none, in the transaction that changes the pickup. */
    Uni<Void> add(ShipmentQueries queries, Actor actor, Action action, Pickup pickup) {
        List<String> shipmentIds = pickup.shipments();
        return queries.session()
                .insertMultiple(
                        shipmentIds.isEmpty()
                                ? List.of(entry(actor, action, null, pickup.id(), pickup.requestId()))
                                : shipmentIds.stream()
                                        .map(id -> entry(actor, action, id, pickup.id(), pickup.requestId()))
                                        .toList());
    }

    /** Adds an entry in its own transaction. */
    Uni<Void> add(Actor actor, Action action, Shipment shipment) {
        AuditEntry entry = entry(actor, action, shipment);
        return database.execute(queries -> queries.session().insert(entry));
    }

    /**
     * Adds an entry for a label or document that is read. While reads come from a replica, entries of callers who read their own
     * shipments are stored later; those of operators are stored before the response in any case.
     */
    Uni<Void> addRead(Actor actor, Action action, Shipment shipment) {
        boolean mayBeStoredLater = !actor.operator() && !reads.isPrimaryAnswering();
        return mayBeStoredLater && buffer.add(entry(actor, action, shipment))
                ? Uni.createFrom().voidItem()
                : add(actor, action, shipment);
    }

    private AuditEntry entry(Actor actor, Action action, Shipment shipment) {
        return entry(actor, action, shipment.id(), null, shipment.requestId());
    }

    /** @param originalRequestId of the request that created the shipment or pickup, which the service itself acts for */
    private AuditEntry entry(
            Actor actor,
            Action action,
            @Nullable String shipmentId,
            @Nullable String pickupId,
            String originalRequestId) {
        boolean isByCaller = !actor.equals(Actor.SERVICE);
        return new AuditEntry(
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                actor,
                action,
                shipmentId,
                pickupId,
                isByCaller ? RequestId.current() : originalRequestId);
    }

    /**
     * Finds entries, newest first.
     *
     * @param shipmentId null for any shipment
     * @param client null for any client
     */
    Uni<Page> find(@Nullable String shipmentId, @Nullable String client, Cursor after, int limit) {
        return database.execute(queries ->
                        queries.findAuditEntriesBefore(shipmentId, client, after.at(), after.number(), limit + 1))
                .map(entries -> page(entries, limit));
    }

    private static Page page(List<AuditEntry> entries, int limit) {
        if (entries.size() <= limit) {
            return new Page(entries, Optional.empty());
        }
        List<AuditEntry> page = entries.subList(0, limit);
        return new Page(page, Optional.of(page.getLast().cursor()));
    }
}
