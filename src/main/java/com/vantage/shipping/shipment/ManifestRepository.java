package com.vantage.shipping.shipment;

import com.vantage.shipping.api.security.Actor;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.CarrierManifest;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.shipment.AuditTrail.Action;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.LockMode;
import org.jspecify.annotations.Nullable;

/** Reads and writes manifests. */
@ApplicationScoped
class ManifestRepository {
    /** Ship dates are at most 60 days after the purchase; one day more for time zones. */
    private static final Duration MAX_DAYS_BEFORE_SHIP_DATE = Duration.ofDays(61);

    private static final Duration DAY_IN_ALL_TIME_ZONES = Duration.ofDays(2);

    /** Manifests of one client, carrier and day that are looked at. */
    private static final int MAX_OF_DAY = 100;

    private final ShipmentTransactions database;
    private final AuditTrail trail;
    private final Clock clock;

    /** One of the shipments has just got into another manifest. */
    static final class ShipmentTakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ShipmentTakenException() {
            super("shipment taken", null, false, false);
        }
    }

    ManifestRepository(ShipmentTransactions database, AuditTrail trail, Clock clock) {
        this.database = database;
        this.trail = trail;
        this.clock = clock;
    }

    Uni<Optional<Manifest>> find(String id) {
        return Manifest.isId(id)
                ? database.execute(queries -> queries.session().get(Manifest.class, id))
                        .map(Optional::ofNullable)
                : Uni.createFrom().item(Optional.empty());
    }

    /** The manifests of a day, newest first. */
    Uni<List<Manifest>> findOfDay(String client, CarrierCode carrier, LocalDate shipDate) {
        return database.execute(queries -> queries.findManifests(client, carrier, shipDate, MAX_OF_DAY));
    }

    /**
     * Shipments with labels that are in no manifest yet, oldest first, with their details.
     *
     * @param last of the previous page; null for the first page
     */
    Uni<List<Shipment>> findOpenShipments(
            String client,
            CarrierCode carrier,
            Collection<String> services,
            LocalDate shipDate,
            @Nullable Shipment last,
            int limit) {
        Instant day = shipDate.atStartOfDay().toInstant(ZoneOffset.UTC);
        return database.execute(queries -> queries.findWithoutManifest(
                        client,
                        carrier,
                        List.copyOf(services),
                        shipDate,
                        PurchaseState.CREATED,
                        last == null ? day.minus(MAX_DAYS_BEFORE_SHIP_DATE) : last.createdAt(),
                        last == null ? "" : last.id(),
                        day.plus(DAY_IN_ALL_TIME_ZONES),
                        limit)
                .flatMap(found -> ShipmentDetailsLoader.load(queries, found)));
    }

    /** Which of these shipments are in manifests. */
    Uni<List<ManifestShipment>> findMemberships(Collection<String> shipmentIds) {
        return database.execute(queries -> queries.findMemberships(List.copyOf(shipmentIds)));
    }

    Uni<List<String>> findShipmentIds(Manifest manifest) {
        return database.execute(queries -> queries.findShipmentsOfManifest(manifest.id()));
    }

    /**
     * Stores a manifest with its shipments before the carrier is asked. Fails with {@link ShipmentTakenException} if another request
     * was faster.
     *
     * @param originZip null if the carrier closes the whole account
     */
    Uni<Manifest> open(
            String client,
            CarrierCode carrier,
            LocalDate shipDate,
            @Nullable String originZip,
            List<Shipment> shipments,
            String requestId) {
        String[] ids = shipments.stream().map(Shipment::id).toArray(String[]::new);
        return database.execute(ShipmentQueries::nextManifestNumber)
                .map(number -> new Manifest(number, client, carrier, shipDate, originZip, requestId, now()))
                .call(manifest -> database.inTransaction(queries -> queries.session()
                        .get(Manifest.class, manifest.id())
                        .flatMap(stored -> stored != null
                                ? Uni.createFrom().voidItem() // by a commit whose result was lost
                                : insert(queries, manifest, ids))));
    }

    private static Uni<Void> insert(ShipmentQueries queries, Manifest manifest, String[] ids) {
        return queries.session()
                .insert(manifest)
                .chain(() -> queries.addToManifest(manifest.id(), ids))
                .invoke(added -> {
                    if (added < ids.length) {
                        throw new ShipmentTakenException();
                    }
                })
                .replaceWithVoid();
    }

    /** Takes an unsettled manifest over to ask the carrier again; empty if another request was faster. */
    Uni<Optional<Manifest>> takeOver(Manifest manifest) {
        Instant now = now();
        return database.inTransaction(queries -> lock(queries, manifest).flatMap(row -> {
            if (isAskedAt(row, now)) { // by a commit whose result was lost
                return Uni.createFrom().item(Optional.of(row));
            }
            if (!row.state().isUnsettled() || !row.askedAt().equals(manifest.askedAt())) {
                return Uni.createFrom().item(Optional.empty());
            }
            row.setRequested(now);
            return queries.session().update(row).replaceWith(Optional.of(row));
        }));
    }

    /**
     * Stores the document, and an audit entry for each shipment. Shipments that the carrier has left out are in no manifest any more.
     * A shipment of which it has left out some packages stays: in another manifest the carrier would refuse the others. Without
     * effect on a manifest that has its document, by a commit whose result was lost or by another attempt.
     *
     * @return the manifest and the shipments that are in it
     */
    Uni<ManifestView.Source> markCreated(
            Manifest manifest, List<Shipment> shipments, CarrierManifest created, Actor actor) {
        Set<TrackingNumber> included = new HashSet<>(created.trackingNumbers());
        List<Shipment> members = shipments.stream()
                .filter(shipment -> shipment.trackingNumbers().stream().anyMatch(included::contains))
                .toList();
        List<String> ids = members.stream().map(Shipment::id).toList();
        List<TrackingNumber> leftOut = members.stream()
                .flatMap(shipment -> shipment.trackingNumbers().stream())
                .filter(number -> !included.contains(number))
                .toList();
        return database.inTransaction(queries -> lock(queries, manifest).flatMap(row -> {
                    if (row.state() == ManifestState.CREATED) {
                        return Uni.createFrom().item(row);
                    }
                    row.setCreated(created, leftOut);
                    return queries.session()
                            .update(row)
                            .chain(() -> queries.removeFromManifest(manifest.id(), ids))
                            .chain(() -> trail.add(queries, actor, Action.MANIFEST, members))
                            .replaceWith(row);
                }))
                .flatMap(row -> findShipmentIds(row).map(stored -> new ManifestView.Source(row, stored)));
    }

    /** Stores that the carrier has given this attempt no usable answer; without effect if another attempt has taken over. */
    Uni<Manifest> markUnanswered(Manifest attempt, ManifestState state, String code, String reason) {
        return database.inTransaction(queries -> lock(queries, attempt).flatMap(row -> {
            if (!isAskedAt(row, attempt.askedAt())) {
                return Uni.createFrom().item(row);
            }
            row.setUnanswered(state, code, reason);
            return queries.session().update(row).replaceWith(row);
        }));
    }

    /**
     * Deletes a manifest that the carrier has certainly not made; its shipments may get into another one. Without effect if another
     * attempt has taken over.
     */
    Uni<Void> delete(Manifest attempt) {
        return database.execute(
                        queries -> queries.deleteManifest(attempt.id(), attempt.askedAt(), ManifestState.REQUESTED))
                .replaceWithVoid();
    }

    /** Deletes so many manifests created before this time, and returns how many. */
    Uni<Integer> deleteOld(Instant before, int limit) {
        return database.execute(queries -> queries.deleteOldManifests(before, limit));
    }

    private static Uni<Manifest> lock(ShipmentQueries queries, Manifest manifest) {
        return queries.session()
                .get(Manifest.class, manifest.id(), LockMode.PESSIMISTIC_WRITE)
                .onItem()
                .ifNull()
                .failWith(() -> new IllegalStateException(manifest.id() + " was deleted in the meantime"));
    }

    /** Whether the attempt that began at this time is the latest, and has no outcome yet. */
    private static boolean isAskedAt(Manifest row, Instant askedAt) {
        return row.state() == ManifestState.REQUESTED && row.askedAt().equals(askedAt);
    }

    /** As precise as PostgreSQL stores it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
