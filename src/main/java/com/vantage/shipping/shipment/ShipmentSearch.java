package com.vantage.shipping.shipment;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.ShipmentId;
import com.vantage.shipping.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists shipments, the newest first, page by page. */
@ApplicationScoped
class ShipmentSearch {
    /**
     * What narrows every list. The comparison of both alone would not tell PostgreSQL which months are too young, nor does it
     * know what is absent before it plans.
     */
    private static final String NARROWED = """
            ($2::text[] IS NULL OR state = ANY ($2)) AND ($6::text IS NULL OR carrier = $6)
                AND created_at >= $7 AND created_at <= $3 AND (created_at, id) < ($3, $4)
            ORDER BY created_at DESC, id DESC LIMIT $5""";

    /** Made by the client of the token or for its customer; everybody's if there is no client. */
    private static final String VISIBLE = "($1::text IS NULL OR client = $1 OR customer_id = $8) AND ";

    static final String OF_CLIENT = "SELECT * FROM shipment WHERE ($1::text IS NULL OR client = $1) AND " + NARROWED;

    /** Made by the client, or made for the customer: each by its index, and no more than a page of each. */
    static final String OF_BOTH = "SELECT * FROM ((SELECT * FROM shipment WHERE client = $1 AND " + NARROWED
            + ") UNION (SELECT * FROM shipment WHERE customer_id = $8 AND " + NARROWED
            + ")) AS own ORDER BY created_at DESC, id DESC LIMIT $5";

    static final String OF_CUSTOMER = "SELECT * FROM shipment WHERE customer_id = $9 AND " + VISIBLE + NARROWED;

    static final String OF_ORDER = "SELECT * FROM shipments_by_order($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

    static final String OF_TRACKING_NUMBER = "SELECT * FROM shipments_by_tracking_number($11) WHERE "
            + "($9::text IS NULL OR customer_id = $9) AND ($10::text IS NULL OR order_id = $10) AND " + VISIBLE
            + NARROWED;

    private final Database database;
    private final ShipmentDetails details;

    /**
     * Which shipments.
     *
     * @param client that made them; null for everybody's
     * @param customer or whom they were made for
     * @param orderId null: of any order; likewise the others
     * @param status as callers know it
     * @param customerId whom they were made for, of those that the caller may see
     * @param trackingNumber of any of their packages
     */
    record Which(
            @Nullable String client,
            @Nullable String customer,
            @Nullable String orderId,
            @Nullable String status,
            @Nullable CarrierCode carrier,
            @Nullable String customerId,
            @Nullable String trackingNumber,
            CreationRange created) {}

    /** @param next where the page after this one begins, if there is one */
    record Page(List<Shipment> shipments, Optional<Cursor> next) {}

    /** After this one. Opaque to callers. */
    record Cursor(Instant createdAt, String id) {
        static Cursor of(String text) {
            try {
                String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
                int space = plain.indexOf(' ');
                String id = plain.substring(space + 1);
                Instant createdAt = Instant.parse(plain.substring(0, space));
                if (ShipmentId.isOne(id)
                        && createdAt.isAfter(Instant.EPOCH)
                        && createdAt.isBefore(CreationRange.END_OF_TIME)) {
                    return new Cursor(createdAt, id);
                }
                throw new IllegalArgumentException("no shipment's id");
            } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
                throw Problem.INVALID_REQUEST.because("cursor must be the next_cursor of an earlier answer");
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

    /** @param after where the page before ended; null for the first page */
    Uni<Page> find(Which which, @Nullable Cursor after, int most) {
        return found(which, start(which, after), most)
                .map(rows -> page(rows, most))
                .flatMap(page -> details.read(page.shipments()).map(shipments -> new Page(shipments, page.next())));
    }

    /** No shipment of that moment comes before it: ids are not empty. */
    private static Cursor start(Which which, @Nullable Cursor after) {
        Instant end = which.created().to();
        return after != null && after.createdAt().isBefore(end) ? after : new Cursor(end, "");
    }

    private Uni<RowSet<Row>> found(Which which, Cursor start, int most) {
        CarrierCode carrier = which.carrier();
        Tuple row = Tuple.tuple()
                .addString(which.client())
                .addArrayOfString(states(which.status()))
                .addOffsetDateTime(ShipmentRepository.utc(start.createdAt()))
                .addString(start.id())
                .addInteger(most + 1)
                .addString(carrier == null ? null : carrier.value())
                .addOffsetDateTime(ShipmentRepository.utc(which.created().from()));
        if (which.trackingNumber() != null) {
            return database.query(
                    OF_TRACKING_NUMBER,
                    row.addString(which.customer())
                            .addString(which.customerId())
                            .addString(which.orderId())
                            .addString(which.trackingNumber()));
        }
        if (which.orderId() != null) {
            return database.query(
                    OF_ORDER,
                    row.addString(which.customer())
                            .addString(which.customerId())
                            .addString(which.orderId()));
        }
        if (which.customerId() != null) {
            return database.query(OF_CUSTOMER, row.addString(which.customer()).addString(which.customerId()));
        }
        return which.customer() == null
                ? database.query(OF_CLIENT, row)
                : database.query(OF_BOTH, row.addString(which.customer()));
    }

    private static Page page(RowSet<Row> rows, int most) {
        List<Shipment> shipments = new ArrayList<>();
        rows.forEach(row -> shipments.add(ShipmentRepository.toShipment(row)));
        if (shipments.size() <= most) {
            return new Page(shipments, Optional.empty());
        }
        List<Shipment> page = shipments.subList(0, most);
        return new Page(
                page,
                Optional.of(
                        new Cursor(page.getLast().createdAt(), page.getLast().id())));
    }

    private static String @Nullable [] states(@Nullable String status) {
        return status == null
                ? null
                : Arrays.stream(ShipmentState.values())
                        .filter(state -> state.forCallers().equals(status))
                        .map(ShipmentState::word)
                        .toArray(String[]::new);
    }
}
