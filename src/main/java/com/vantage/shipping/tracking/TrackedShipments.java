package com.vantage.shipping.tracking;

import com.vantage.shipping.carrier.Contexts;
import com.vantage.shipping.model.CancellationListener;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.ShipmentId;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.tracking.TrackedShipment.PackageLabel;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Reads shipments as tracking sees them. One that has labels is read once and kept, and so is known while PostgreSQL is
 * away; it is read again when it may have been cancelled.
 */
@ApplicationScoped
class TrackedShipments implements CancellationListener {
    /** The year of its id tells in which months to look. */
    private static final String BY_ID = """
            SELECT id, client, customer_id, carrier, packages, state, created_at FROM shipment_by_id($1, $2, $3)""";

    private static final Set<String> CANCELLED = Set.of("cancelled", "refund_pending");

    private final Pool database;
    private final TrackingCache cache;
    private final TrackingConfig config;

    TrackedShipments(Pool database, TrackingCache cache, TrackingConfig config) {
        this.database = database;
        this.cache = cache;
        this.config = config;
    }

    /**
     * The shipment, if this caller may see it. Fails soon when PostgreSQL is away.
     *
     * <p>Another's is looked for wherever one that is not is looked for: else the time would tell that it is there.
     */
    Uni<Optional<TrackedShipment>> find(String shipmentId, Predicate<TrackedShipment> maySee) {
        if (!ShipmentId.isOne(shipmentId)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return cache.findShipment(shipmentId)
                .map(kept -> kept.filter(maySee))
                .flatMap(own -> own.isPresent() ? Uni.createFrom().item(own) : read(shipmentId, maySee));
    }

    /** Reads again what is kept of a shipment, in case that it was cancelled. Never fails. */
    Uni<Void> refresh(String shipmentId) {
        return read(shipmentId, shipment -> true)
                .replaceWithVoid()
                .onFailure()
                .invoke(e -> Log.debugf("Could not read whether %s was cancelled: %s", shipmentId, e.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    @Override
    public CompletionStage<Void> cancelled(String shipmentId) {
        return refresh(shipmentId).subscribeAsCompletionStage();
    }

    private Uni<Optional<TrackedShipment>> read(String shipmentId, Predicate<TrackedShipment> maySee) {
        OffsetDateTime year = OffsetDateTime.of(ShipmentId.year(shipmentId), 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
        return database.preparedQuery(BY_ID)
                .execute(Tuple.of(shipmentId, year, year.plusYears(1)))
                .ifNoItem()
                .after(config.databasePatience())
                .fail()
                .emitOn(Contexts.here())
                .map(rows -> first(rows).filter(maySee))
                .call(this::keep);
    }

    /** One without labels may get them any moment. */
    private Uni<Void> keep(Optional<TrackedShipment> found) {
        return found.filter(shipment -> !shipment.labels().isEmpty())
                .map(cache::keepShipment)
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static Optional<TrackedShipment> first(RowSet<Row> rows) {
        RowIterator<Row> found = rows.iterator();
        return found.hasNext() ? Optional.of(toShipment(found.next())) : Optional.empty();
    }

    private static TrackedShipment toShipment(Row row) {
        return new TrackedShipment(
                row.getString("id"),
                row.getString("client"),
                row.getString("customer_id"),
                new CarrierCode(row.getString("carrier")),
                labels(row.getJsonArray("packages")),
                CANCELLED.contains(row.getString("state")),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static List<PackageLabel> labels(JsonArray packages) {
        return packages.stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("tracking_number") != null)
                .map(each -> new PackageLabel(
                        new TrackingNumber(each.getString("tracking_number")), each.getString("reference")))
                .toList();
    }
}
