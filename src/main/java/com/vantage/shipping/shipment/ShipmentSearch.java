package com.vantage.shipping.shipment;

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
    /** The comparison of both alone would not tell PostgreSQL which months are too young. */
    private static final String WHICH = """
            FROM shipment WHERE ($1::text IS NULL OR %s = $1) AND ($2::text[] IS NULL OR state = ANY ($2))
                AND created_at <= $3 AND (created_at, id) < ($3, $4)
            ORDER BY created_at DESC, id DESC LIMIT $5""";

    static final String OF_CLIENT = "SELECT * " + WHICH.formatted("client");

    /** Made by the client, or made for the customer: each by its index, and no more than a page of each. */
    static final String OF_BOTH = "SELECT * FROM ((SELECT * " + WHICH.formatted("client") + ") UNION (SELECT * "
            + WHICH.formatted("customer_id").replace("$1", "$6")
            + ")) AS own ORDER BY created_at DESC, id DESC LIMIT $5";

    static final String OF_ORDER = "SELECT * FROM shipments_of_order($1, $2, $3, $4, $5, $6, $7)";

    private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

    private final Database database;

    /**
     * Which shipments.
     *
     * @param client that made them; null for everybody's
     * @param customer or whom they were made for
     * @param status as callers know it
     */
    record Which(
            @Nullable String client,
            @Nullable String customer,
            @Nullable String orderId,
            @Nullable String status) {}

    /** @param next where the page after this one begins, if there is one */
    record Page(List<Shipment> shipments, Optional<Cursor> next) {}

    /** After this one. Opaque to callers. */
    record Cursor(Instant createdAt, String id) {
        private static final Cursor BEGINNING = new Cursor(END_OF_TIME, "");

        static Cursor of(@Nullable String text) {
            if (text == null) {
                return BEGINNING;
            }
            try {
                String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
                int space = plain.indexOf(' ');
                String id = plain.substring(space + 1);
                Instant createdAt = Instant.parse(plain.substring(0, space));
                if (ShipmentId.isOne(id) && createdAt.isAfter(Instant.EPOCH) && createdAt.isBefore(END_OF_TIME)) {
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

    ShipmentSearch(Database database) {
        this.database = database;
    }

    Uni<Page> find(Which which, Cursor after, int most) {
        Tuple row = Tuple.tuple()
                .addString(which.client())
                .addArrayOfString(states(which.status()))
                .addOffsetDateTime(ShipmentRepository.utc(after.createdAt()))
                .addString(after.id())
                .addInteger(most + 1);
        return found(which, row).map(rows -> page(rows, most));
    }

    private Uni<RowSet<Row>> found(Which which, Tuple row) {
        if (which.orderId() != null) {
            return database.query(OF_ORDER, row.addString(which.customer()).addString(which.orderId()));
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
