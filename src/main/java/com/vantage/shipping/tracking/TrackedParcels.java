package com.vantage.shipping.tracking;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.ShipmentId;
import com.vantage.shipping.model.TrackingNumber;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Reads shipments as tracking sees them. */
@ApplicationScoped
class TrackedParcels {
    private static final String BY_ID =
            "SELECT id, client, customer_id, carrier, tracking_number, created_at FROM shipment WHERE id = $1";

    private final Pool database;

    TrackedParcels(Pool database) {
        this.database = database;
    }

    Uni<Optional<TrackedParcel>> find(String shipmentId) {
        if (!ShipmentId.isOne(shipmentId)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return database.preparedQuery(BY_ID).execute(Tuple.of(shipmentId)).map(rows -> {
            RowIterator<Row> found = rows.iterator();
            return found.hasNext() ? Optional.of(toParcel(found.next())) : Optional.empty();
        });
    }

    private static TrackedParcel toParcel(Row row) {
        String number = row.getString("tracking_number");
        return new TrackedParcel(
                row.getString("id"),
                row.getString("client"),
                row.getString("customer_id"),
                new CarrierCode(row.getString("carrier")),
                number == null ? null : new TrackingNumber(number),
                row.getOffsetDateTime("created_at").toInstant());
    }
}
