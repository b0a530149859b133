package com.vantage.shipping.shipment;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.ShipmentId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
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
    private final Database database;
    private final ShipmentDetails details;

    /**
     * Filter of shipments; a null component does not filter.
     *
     * @param client owner of the shipments
     * @param customer or the customer that they were created for
     * @param status as in the API
     * @param customerId customer, among the shipments that the caller may see
     * @param trackingNumber of any package
     */
    record Which(
            @Nullable String client,
            @Nullable String customer,
            @Nullable String orderId,
            @Nullable String status,
            @Nullable CarrierCode carrier,
            @Nullable String customerId,
            @Nullable String trackingNumber,
            CreationRange created) {

        List<ShipmentState> states() {
            return Arrays.stream(ShipmentState.values())
                    .filter(state -> status == null || state.forCallers().equals(status))
                    .toList();
        }

        String[] stateWords() {
            return states().stream().map(ShipmentState::word).toArray(String[]::new);
        }

        @Nullable
        String carrierCode() {
            return carrier == null ? null : carrier.value();
        }
    }

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
                return ShipmentId.isOne(id)
                                && createdAt.isAfter(Instant.EPOCH)
                                && createdAt.isBefore(CreationRange.END_OF_TIME)
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

    ShipmentSearch(Database database, ShipmentDetails details) {
        this.database = database;
        this.details = details;
    }

    /** @param after the last shipment of the previous page; null for the first page */
    Uni<Page> find(Which which, @Nullable Cursor after, int most) {
        return found(which, start(which, after), most + 1)
                .map(shipments -> page(shipments, most))
                .flatMap(page -> details.read(page.shipments()).map(shipments -> new Page(shipments, page.next())));
    }

    /** The empty id sorts before every shipment of that time. */
    private static Cursor start(Which which, @Nullable Cursor after) {
        Instant end = which.created().to();
        return after != null && after.createdAt().isBefore(end) ? after : new Cursor(end, "");
    }

    private Uni<List<Shipment>> found(Which which, Cursor start, int most) {
        String trackingNumber = which.trackingNumber();
        if (trackingNumber != null) {
            return database.statement(queries -> queries.ofTrackingNumber(
                    trackingNumber,
                    which.client(),
                    which.customer(),
                    which.customerId(),
                    which.orderId(),
                    which.stateWords(),
                    which.carrierCode(),
                    which.created().from(),
                    start.createdAt(),
                    start.id(),
                    most));
        }
        String orderId = which.orderId();
        if (orderId != null) {
            return database.statement(queries -> queries.ofOrder(
                    orderId,
                    which.client(),
                    which.customer(),
                    which.customerId(),
                    which.stateWords(),
                    which.carrierCode(),
                    which.created().from(),
                    start.createdAt(),
                    start.id(),
                    most));
        }
        if (which.customer() == null || which.customerId() != null) {
            return database.statement(queries ->
                    newest(queries, which, which.client(), which.customer(), which.customerId(), start, most));
        }
        // Two queries, so that each uses its index
        return database.statement(queries -> newest(queries, which, which.client(), null, null, start, most)
                .flatMap(made -> newest(queries, which, null, null, which.customer(), start, most)
                        .map(received -> merged(made, received, most))));
    }

    private static Uni<List<Shipment>> newest(
            ShipmentQueries queries,
            Which which,
            @Nullable String client,
            @Nullable String ownCustomer,
            @Nullable String customerId,
            Cursor start,
            int most) {
        return queries.newest(
                client,
                ownCustomer,
                customerId,
                which.states(),
                which.carrier(),
                which.created().from(),
                start.createdAt(),
                start.id(),
                most);
    }

    /** Merges both lists, without duplicates. */
    private static List<Shipment> merged(List<Shipment> made, List<Shipment> received, int most) {
        Map<String, Shipment> byId = new LinkedHashMap<>();
        Stream.concat(made.stream(), received.stream())
                .sorted(Comparator.comparing(Shipment::createdAt)
                        .thenComparing(Shipment::id)
                        .reversed())
                .forEach(shipment -> byId.put(shipment.id(), shipment));
        return byId.values().stream().limit(most).toList();
    }

    private static Page page(List<Shipment> shipments, int most) {
        if (shipments.size() <= most) {
            return new Page(shipments, Optional.empty());
        }
        List<Shipment> page = shipments.subList(0, most);
        return new Page(
                page,
                Optional.of(
                        new Cursor(page.getLast().createdAt(), page.getLast().id())));
    }
}
