package com.vantage.shipping.shipment;

import com.vantage.shipping.model.ShipmentIdFormat;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists shipments in pages, newest first. */
@ApplicationScoped
class ShipmentSearch {
    private final ReadDatabase reads;

    /** @param next start of the next page, if there is one */
    record Page(List<Shipment> shipments, Optional<Cursor> next) {}

    /** The last shipment of a page. Opaque to callers. */
    record Cursor(Instant createdAt, String id) {
        /** Parses a cursor; empty if it is invalid. */
        static Optional<Cursor> of(String text) {
            try {
                String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
                int space = plain.indexOf(' ');
                String id = plain.substring(space + 1);
                Instant createdAt = Instant.parse(plain.substring(0, space));
                return ShipmentIdFormat.isValid(id)
                                && createdAt.isAfter(Instant.EPOCH)
                                && createdAt.isBefore(CreationTimeRange.END_OF_TIME)
                        ? Optional.of(new Cursor(createdAt, id))
                        : Optional.empty();
            } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((createdAt + " " + id).getBytes(StandardCharsets.UTF_8));
        }
    }

    ShipmentSearch(ReadDatabase reads) {
        this.reads = reads;
    }

    /** @param after the last shipment of the previous page; null for the first page */
    Uni<Page> find(ShipmentFilter filter, @Nullable Cursor after, int limit) {
        return reads.read(queries -> find(queries, filter, start(filter, after), limit), page -> true);
    }

    private static Uni<Page> find(ShipmentQueries queries, ShipmentFilter filter, Cursor start, int limit) {
        return query(queries, filter, start, limit + 1)
                .map(shipments -> page(shipments, limit))
                .flatMap(page -> ShipmentDetailsLoader.load(queries, page.shipments())
                        .map(shipments -> new Page(shipments, page.next())));
    }

    /** The empty id sorts before every shipment of that time. */
    private static Cursor start(ShipmentFilter filter, @Nullable Cursor after) {
        Instant end = filter.created().to();
        return after != null && after.createdAt().isBefore(end) ? after : new Cursor(end, "");
    }

    private static Uni<List<Shipment>> query(ShipmentQueries queries, ShipmentFilter filter, Cursor start, int limit) {
        String trackingNumber = filter.trackingNumber();
        if (trackingNumber != null) {
            return queries.findByTrackingNumber(
                    trackingNumber,
                    filter.client(),
                    filter.ownCustomer(),
                    filter.customerId(),
                    filter.orderId(),
                    filter.stateCodes(),
                    filter.carrierCode(),
                    filter.created().from(),
                    start.createdAt(),
                    start.id(),
                    limit);
        }
        String orderId = filter.orderId();
        if (orderId != null) {
            return queries.findByOrder(
                    orderId,
                    filter.client(),
                    filter.ownCustomer(),
                    filter.customerId(),
                    filter.stateCodes(),
                    filter.carrierCode(),
                    filter.created().from(),
                    start.createdAt(),
                    start.id(),
                    limit);
        }
        if (filter.ownCustomer() == null || filter.customerId() != null) {
            return findNewest(
                    queries, filter, filter.client(), filter.ownCustomer(), filter.customerId(), start, limit);
        }
        // Two queries, so that each uses its index
        return findNewest(queries, filter, filter.client(), null, null, start, limit)
                .flatMap(created -> findNewest(queries, filter, null, null, filter.ownCustomer(), start, limit)
                        .map(forCustomer -> merge(created, forCustomer, limit)));
    }

    private static Uni<List<Shipment>> findNewest(
            ShipmentQueries queries,
            ShipmentFilter filter,
            @Nullable String client,
            @Nullable String ownCustomer,
            @Nullable String customerId,
            Cursor start,
            int limit) {
        return queries.findNewest(
                client,
                ownCustomer,
                customerId,
                filter.states(),
                filter.carrier(),
                filter.created().from(),
                start.createdAt(),
                start.id(),
                limit);
    }

    /** Merges both lists, without duplicates. */
    private static List<Shipment> merge(List<Shipment> created, List<Shipment> forCustomer, int limit) {
        Map<String, Shipment> byId = new LinkedHashMap<>();
        Stream.concat(created.stream(), forCustomer.stream())
                .sorted(Comparator.comparing(Shipment::createdAt)
                        .thenComparing(Shipment::id)
                        .reversed())
                .forEach(shipment -> byId.put(shipment.id(), shipment));
        return byId.values().stream().limit(limit).toList();
    }

    private static Page page(List<Shipment> shipments, int limit) {
        if (shipments.size() <= limit) {
            return new Page(shipments, Optional.empty());
        }
        List<Shipment> page = shipments.subList(0, limit);
        return new Page(
                page,
                Optional.of(
                        new Cursor(page.getLast().createdAt(), page.getLast().id())));
    }
}
