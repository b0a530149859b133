package com.vantage.shipping.tracking;

import com.vantage.shipping.carrier.Contexts;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.ShipmentId;
import com.vantage.shipping.model.TrackingNumber;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads shipments as tracking sees them. What it needs of one never changes once there is a label, so that one that was
 * read before is not read again, and is known while PostgreSQL is away.
 */
@ApplicationScoped
class TrackedShipments {
    /** The year of its id tells in which months to look. */
    private static final String BY_ID = """
            SELECT id, client, customer_id, carrier, tracking_number, created_at FROM shipment_by_id($1, $2, $3)""";

    private final Pool database;
    private final TrackingCache cache;
    private final TrackingConfig config;

    TrackedShipments(Pool database, TrackingCache cache, TrackingConfig config) {
        this.database = database;
        this.cache = cache;
        this.config = config;
    }

    /**
     * The parcel, if this caller may see it. Fails soon when PostgreSQL is away.
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

    /** One without a label may get one any moment. */
    private Uni<Void> keep(Optional<TrackedShipment> found) {
        return found.filter(parcel -> parcel.number() != null)
                .map(parcel -> cache.keepShipment(parcel, config.keepParcel()))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static Optional<TrackedShipment> first(RowSet<Row> rows) {
        RowIterator<Row> found = rows.iterator();
        return found.hasNext() ? Optional.of(toShipment(found.next())) : Optional.empty();
    }

    private static TrackedShipment toShipment(Row row) {
        String number = row.getString("tracking_number");
        return new TrackedShipment(
                row.getString("id"),
                row.getString("client"),
                row.getString("customer_id"),
                new CarrierCode(row.getString("carrier")),
                number == null ? null : new TrackingNumber(number),
                row.getOffsetDateTime("created_at").toInstant());
    }
}
