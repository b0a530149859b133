package com.vantage.shipping.shipment;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.TrackingProgress;
import com.vantage.shipping.model.TrackingScheduleStore;
import com.vantage.shipping.model.TrackingSnapshot;
import com.vantage.shipping.shipment.ShipmentEventStore.Cursor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.hibernate.LockMode;

/** Stores the tracking schedule in PostgreSQL. Shipments enter it by the event feed, once, and leave it for good. */
@ApplicationScoped
class TrackingScheduleRepository implements TrackingScheduleStore {
    private static final int BATCH_SIZE = 200;

    private final ShipmentTransactions database;
    private final ShipmentRepository shipments;
    private final ShipmentEventStore events;

    TrackingScheduleRepository(ShipmentTransactions database, ShipmentRepository shipments, ShipmentEventStore events) {
        this.database = database;
        this.shipments = shipments;
        this.events = events;
    }

    @Override
    public CompletionStage<Boolean> addBought(Instant createdAfter, Instant now, Duration spread) {
        return database.inTransaction(queries -> queries.session()
                        .get(TrackingCursor.class, TrackingCursor.ID, LockMode.PESSIMISTIC_WRITE)
                        .flatMap(cursor -> findAfter(queries, cursor.position())
                                .call(found -> found.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : add(queries, found, createdAfter, now, spread)
                                                .chain(() -> queries.session()
                                                        .update(cursor.moveTo(
                                                                found.getLast().cursor()))))))
                .map(found -> found.size() == BATCH_SIZE)
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<Optional<Lease>> lease(CarrierCode carrier, Instant now, Instant until) {
        return database.execute(
                        queries -> queries.leaseDueTracking(carrier.value(), now, until.truncatedTo(ChronoUnit.MICROS)))
                .flatMap(leased -> leased.isEmpty()
                        ? Uni.createFrom().item(Optional.<Lease>empty())
                        : toLease(leased.getFirst()).map(Optional::of))
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<Void> complete(
            Lease lease, TrackingProgress progress, Optional<TrackingSnapshot> change, Optional<Instant> next) {
        return database.inTransaction(queries -> queries.session()
                        .get(ScheduledTracking.class, lease.shipmentId(), LockMode.PESSIMISTIC_WRITE)
                        .flatMap(row -> row == null || !row.dueAt().equals(lease.until())
                                ? Uni.createFrom().voidItem()
                                : addEvent(queries, lease.shipmentId(), change)
                                        .chain(() -> update(queries, row, progress, next))))
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<Optional<Instant>> findOldestDue(List<CarrierCode> carriers, Instant now) {
        return database.execute(queries -> queries.findOldestDueTracking(carriers, now))
                .map(Optional::ofNullable)
                .subscribeAsCompletionStage();
    }

    private static Uni<List<ShipmentEvent>> findAfter(ShipmentQueries queries, Cursor position) {
        return queries.findEventsAfter(position.transaction(), position.number(), null, BATCH_SIZE);
    }

    private static Uni<Integer> add(
            ShipmentQueries queries, List<ShipmentEvent> found, Instant createdAfter, Instant now, Duration spread) {
        String[] bought = found.stream()
                .filter(ShipmentEvent::isPurchase)
                .map(ShipmentEvent::shipmentId)
                .toArray(String[]::new);
        return bought.length == 0
                ? Uni.createFrom().item(0)
                : queries.scheduleTracking(bought, createdAfter, now, spread.toMillis() / 1e3);
    }

    private Uni<Lease> toLease(ScheduledTracking row) {
        return shipments
                .find(row.shipmentId())
                .map(found -> new Lease(
                        row.shipmentId(),
                        row.dueAt(),
                        found.map(StoredShipmentReader::toTrackedShipment),
                        row.progress()));
    }

    private Uni<Void> addEvent(ShipmentQueries queries, String shipmentId, Optional<TrackingSnapshot> change) {
        return change.map(snapshot -> ShipmentRepository.byId(queries, shipmentId)
                        .flatMap(found -> found.map(shipment -> ShipmentDetailsLoader.load(queries, shipment)
                                        .chain(whole -> events.addTracking(queries, whole, snapshot)))
                                .orElseGet(() -> Uni.createFrom().voidItem())))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static Uni<Void> update(
            ShipmentQueries queries, ScheduledTracking row, TrackingProgress progress, Optional<Instant> next) {
        return next.map(due -> {
                    row.update(progress, due.truncatedTo(ChronoUnit.MICROS));
                    return queries.session().update(row);
                })
                .orElseGet(() -> queries.session().delete(row));
    }
}
