package com.vantage.shipping.shipment;

import com.vantage.shipping.model.CustomsDocumentType;
import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.ShipmentIdFormat;
import com.vantage.shipping.shipment.ReadDatabase.ReadResult;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads shipments and labels. {@link PurchaseTransactions} writes them. */
@ApplicationScoped
class ShipmentRepository {
    private final ShipmentTransactions database;
    private final ReadDatabase reads;
    private final PurchaseConfig config;
    private final Clock clock;

    /**
     * Unsettled purchases of all replicas.
     *
     * @param overdue those that the reconciler has given up
     * @param oldest creation time of the oldest; null if there is none
     */
    record Unsettled(long total, long overdue, @Nullable Instant oldest) {}

    ShipmentRepository(ShipmentTransactions database, ReadDatabase reads, PurchaseConfig config, Clock clock) {
        this.database = database;
        this.reads = reads;
        this.config = config;
        this.clock = clock;
    }

    /** Reads the shipment's details into it. */
    Uni<Shipment> withDetails(Shipment shipment) {
        return database.execute(queries -> ShipmentDetailsLoader.load(queries, shipment));
    }

    Uni<Unsettled> countUnsettled() {
        List<PurchaseState> states = Arrays.stream(PurchaseState.values())
                .filter(PurchaseState::isUnsettled)
                .toList();
        return database.execute(
                queries -> queries.countUnsettled(clock.instant().minus(config.reconcileTimeout()), states));
    }

    /** Finds a shipment at the primary. */
    Uni<Optional<Shipment>> find(String id) {
        return ShipmentIdFormat.isValid(id)
                ? database.execute(queries -> byId(queries, id))
                : Uni.createFrom().item(Optional.empty());
    }

    /** The shipments with these ids, in any order, with their details. */
    Uni<List<Shipment>> findAll(Collection<String> ids) {
        List<String> valid = ids.stream().filter(ShipmentIdFormat::isValid).toList();
        if (valid.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        int firstYear = valid.stream().mapToInt(ShipmentIdFormat::year).min().orElseThrow();
        int lastYear = valid.stream().mapToInt(ShipmentIdFormat::year).max().orElseThrow();
        return database.execute(
                queries -> queries.findShipments(valid, startOfYear(firstYear), startOfYear(lastYear + 1))
                        .flatMap(found -> ShipmentDetailsLoader.load(queries, found)));
    }

    /**
     * Finds a shipment with its details to show it to somebody who may see it. If the primary does not answer, a replica does;
     * there, a shipment that may not be seen is looked up like a missing one, so that the response time does not reveal it.
     */
    Uni<Optional<Shipment>> findVisible(String id, Predicate<Shipment> isVisible) {
        return ShipmentIdFormat.isValid(id)
                ? reads.read(
                        queries -> byId(queries, id).flatMap(found -> found.filter(isVisible)
                                .map(shipment -> ShipmentDetailsLoader.load(queries, shipment)
                                        .map(Optional::of))
                                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))),
                        Optional::isPresent)
                : Uni.createFrom().item(Optional.empty());
    }

    /** Finds a shipment to track, without retries, at a replica if the primary does not answer. */
    Uni<ReadResult<Optional<Shipment>>> findTracked(String id) {
        return reads.readOnce(queries -> byId(queries, id));
    }

    /** The year in the id selects the partitions. */
    static Uni<Optional<Shipment>> byId(ShipmentQueries queries, String id) {
        int year = ShipmentIdFormat.year(id);
        return queries.findById(id, startOfYear(year), startOfYear(year + 1))
                .map(rows -> rows.stream().findFirst());
    }

    /** A document that the labels do not contain. */
    Uni<StoredDocument> document(Shipment shipment, CustomsDocumentType type) {
        return reads.read(
                        queries -> queries.findDocuments(shipment.id(), shipment.createdAt(), type),
                        documents -> !documents.isEmpty())
                .map(List::getFirst);
    }

    /** The carrier's labels, in the order of the packages. */
    Uni<List<Label>> labels(Shipment shipment) {
        return reads.read(
                        queries -> queries.findLabels(shipment.id(), shipment.createdAt()),
                        labels -> labels.size() == shipment.trackingNumbers().size())
                .map(labels -> IntStream.range(0, labels.size())
                        .mapToObj(i ->
                                labels.get(i).label(shipment.trackingNumbers().get(i)))
                        .toList());
    }

    private static Instant startOfYear(int year) {
        return LocalDate.of(year, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
