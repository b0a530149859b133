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
import java.util.function.Consumer;
import java.util.function.Function;
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

    private final Database database;
    private final AuditTrail trail;
    private final Clock clock;

    /** One of the shipments has just got into another manifest. */
    static final class ShipmentTakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ShipmentTakenException() {
            super("shipment taken", null, false, false);
        }
    }

    ManifestRepository(Database database, AuditTrail trail, Clock clock) {
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

    /** Shipments with labels that are in no manifest yet, oldest first, with their details. */
    Uni<List<Shipment>> findOpenShipments(
            String client, CarrierCode carrier, Collection<String> services, LocalDate shipDate, int limit) {
        Instant day = shipDate.atStartOfDay().toInstant(ZoneOffset.UTC);
        return database.execute(queries -> queries.findWithoutManifest(
                        client,
                        carrier,
                        List.copyOf(services),
                        shipDate,
                        PurchaseState.CREATED,
                        day.minus(MAX_DAYS_BEFORE_SHIP_DATE),
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

    /** Takes an unsettled manifest over to ask the carrier again; false if another request was faster. */
    Uni<Boolean> takeOver(Manifest manifest) {
        return database.execute(queries -> queries.takeOverManifest(
                        manifest.id(),
                        manifest.askedAt(),
                        now(),
                        ManifestState.REQUESTED,
                        List.of(ManifestState.REQUESTED, ManifestState.UNKNOWN)))
                .map(updated -> updated == 1);
    }

    /**
     * Stores the document, and an audit entry for each shipment. Shipments that the carrier has left out are in no manifest any more.
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
        return update(manifest, row -> row.setCreated(created), queries -> queries.removeFromManifest(
                                manifest.id(), ids)
                        .chain(() -> trail.add(queries, actor, Action.MANIFEST, members)))
                .map(row -> new ManifestView.Source(row, ids));
    }

    /** Stores that the carrier has given no usable answer. */
    Uni<Manifest> markUnanswered(Manifest manifest, ManifestState state, String code, String reason) {
        return update(manifest, row -> row.setUnanswered(state, code, reason), queries -> Uni.createFrom()
                .voidItem());
    }

    /** Deletes a manifest that the carrier has certainly not made; its shipments may get into another one. */
    Uni<Void> delete(Manifest manifest) {
        return database.execute(queries -> queries.deleteManifest(manifest.id()))
                .replaceWithVoid();
    }

    /** Deletes so many manifests created before this time, and returns how many. */
    Uni<Integer> deleteOld(Instant before, int limit) {
        return database.execute(queries -> queries.deleteOldManifests(before, limit));
    }

    /** Without effect on a manifest that has its document, by a commit whose result was lost. */
    private Uni<Manifest> update(
            Manifest manifest, Consumer<Manifest> change, Function<ShipmentQueries, Uni<?>> writes) {
        return database.inTransaction(queries -> queries.session()
                .get(Manifest.class, manifest.id(), LockMode.PESSIMISTIC_WRITE)
                .flatMap(row -> {
                    if (row.state() == ManifestState.CREATED) {
                        return Uni.createFrom().item(row);
                    }
                    change.accept(row);
                    return queries.session()
                            .update(row)
                            .chain(() -> writes.apply(queries))
                            .replaceWith(row);
                }));
    }

    /** As precise as PostgreSQL stores it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
