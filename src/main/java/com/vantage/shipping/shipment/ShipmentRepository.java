package com.vantage.shipping.shipment;

import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.ShipmentIdFormat;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads shipments from PostgreSQL. {@link PurchaseTransactions} writes them. */
@ApplicationScoped
class ShipmentRepository {
    private final Database database;
    private final ShipmentDetailsLoader details;
    private final PurchaseConfig config;
    private final Clock clock;

    /**
     * Unsettled purchases of all replicas.
     *
     * @param overdue those that the reconciler has given up
     * @param oldest creation time of the oldest; null if there is none
     */
    record Unsettled(long total, long overdue, @Nullable Instant oldest) {}

    ShipmentRepository(Database database, ShipmentDetailsLoader details, PurchaseConfig config, Clock clock) {
        this.database = database;
        this.details = details;
        this.config = config;
        this.clock = clock;
    }

    /** Reads the shipment's addresses and surcharges into it. */
    Uni<Shipment> withDetails(Shipment shipment) {
        return details.load(shipment);
    }

    Uni<Unsettled> countUnsettled() {
        List<PurchaseState> states = Arrays.stream(PurchaseState.values())
                .filter(PurchaseState::isUnsettled)
                .toList();
        return database.execute(
                queries -> queries.countUnsettled(clock.instant().minus(config.reconcileTimeout()), states));
    }

    Uni<Optional<Shipment>> find(String id) {
        return ShipmentIdFormat.isValid(id)
                ? database.execute(queries -> byId(queries, id))
                : Uni.createFrom().item(Optional.empty());
    }

    /** Like {@link #find}, without retries. */
    Uni<Optional<Shipment>> findWithoutRetry(String id) {
        return ShipmentIdFormat.isValid(id)
                ? database.executeOnce(queries -> byId(queries, id))
                : Uni.createFrom().item(Optional.empty());
    }

    /** The year in the id selects the partitions. */
    private static Uni<Optional<Shipment>> byId(ShipmentQueries queries, String id) {
        OffsetDateTime year = OffsetDateTime.of(ShipmentIdFormat.year(id), 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
        return queries.findById(id, year.toInstant(), year.plusYears(1).toInstant())
                .map(rows -> rows.stream().findFirst());
    }

    /** The carrier's labels, in the order of the packages. */
    Uni<List<Label>> labels(Shipment shipment) {
        return database.execute(queries -> queries.findLabels(shipment.id(), shipment.createdAt()))
                .map(labels -> IntStream.range(0, labels.size())
                        .mapToObj(i ->
                                labels.get(i).label(shipment.trackingNumbers().get(i)))
                        .toList());
    }
}
