package com.vantage.shipping.drill;

import com.vantage.shipping.shipment.Statements;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the service asks its tables, and the shipments that it is asked about here. */
final class GrowthQuestions {
    private static final OffsetDateTime END_OF_TIME = OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final OffsetDateTime ANY_TIME = OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final int PAGE = 21;

    static final String BY_ID = "read by id";
    static final String BY_ORDER = "read by order";
    static final String BY_ORDER_OF_ALL = "read by order, as an operator";

    /** A shipment that is asked about. */
    record Sample(
            String id,
            OffsetDateTime at,
            String client,
            String customer,
            String order,
            String trackingNumber,
            long transaction) {}

    record Question(String name, String sql, Function<Sample, Tuple> parameters) {}

    static final List<Question> ALL = List.of(
            new Question(BY_ID, Statements.BY_ID, GrowthQuestions::byId),
            new Question(BY_ORDER, Statements.LIST_OF_ORDER, of -> ofOrder(of.client(), of.client(), of.order())),
            new Question(BY_ORDER_OF_ALL, Statements.LIST_OF_ORDER, of -> ofOrder(null, null, of.order())),
            new Question(
                    "list of a client",
                    Statements.LIST_OF_BOTH,
                    of -> both(of.client(), null, END_OF_TIME, of.client())),
            new Question(
                    "list of a client, a later page",
                    Statements.LIST_OF_BOTH,
                    of -> both(of.client(), null, of.at(), of.client())),
            new Question(
                    "list of a client, refund_pending",
                    Statements.LIST_OF_BOTH,
                    of -> both(of.client(), "refund_pending", END_OF_TIME, of.client())),
            new Question(
                    "list of a customer",
                    Statements.LIST_OF_BOTH,
                    of -> both(of.customer(), null, END_OF_TIME, of.customer())),
            new Question("list of everybody, as an operator", Statements.LIST, of -> list(null, null, END_OF_TIME)),
            new Question("list of everybody, unknown", Statements.LIST, of -> list(null, "unknown", END_OF_TIME)),
            new Question(
                    "list of everybody, refund_pending",
                    Statements.LIST,
                    of -> list(null, "refund_pending", END_OF_TIME)),
            new Question("list of a client and a carrier", Statements.LIST_OF_BOTH, of -> list(
                            of.client(), null, "usps", ANY_TIME, END_OF_TIME)
                    .addString(of.client())),
            new Question("list of a carrier, as an operator", Statements.LIST, of -> ofCarrier(ANY_TIME, END_OF_TIME)),
            new Question(
                    "list of a carrier and a day, as an operator",
                    Statements.LIST,
                    of -> ofCarrier(of.at().minusDays(1), of.at())),
            new Question("list of a customer, as its client", Statements.LIST_OF_CUSTOMER, of -> list(
                            of.client(), null, END_OF_TIME)
                    .addString(of.client())
                    .addString(of.customer())),
            new Question(
                    "read by tracking number",
                    "SELECT * FROM shipments_by_tracking_number($1)",
                    of -> Tuple.of(of.trackingNumber())),
            new Question("details of a shipment", Statements.DETAILS, GrowthQuestions::details),
            new Question("labels", Statements.LABELS, of -> Tuple.of(of.id(), of.at())),
            new Question("events after a place", Statements.EVENTS, of -> Tuple.of(of.transaction(), 0L, null, 100)),
            new Question(
                    "events of a client after a place",
                    Statements.EVENTS,
                    of -> Tuple.of(of.transaction(), 0L, of.client(), 100)),
            new Question("key lookup", Statements.FIND_KEY, of -> Tuple.of(of.client(), of.id())),
            new Question("keys to forget", Statements.FORGET_KEYS, of -> Tuple.of(now().minusDays(30), 500)),
            new Question(
                    "reconciler's take",
                    Statements.TAKE_DUE,
                    of -> Tuple.of(now(), now().plus(Duration.ofSeconds(90)), 20)),
            new Question("unsettled, counted", Statements.UNSETTLED, of -> Tuple.of(now().minusDays(1))));

    private GrowthQuestions() {}

    /** Of all months alike. */
    static List<Sample> samples(Session session, long shipments) {
        RowSet<Row> rows = session.run("""
                SELECT id, created_at, client, customer_id, order_id, tracking_number,
                    (right(id, -9)::bigint - 9000000) * 500 / $1
                FROM shipment TABLESAMPLE SYSTEM (0.5) ORDER BY random() LIMIT 200""", Tuple.of(shipments));
        List<Sample> samples = new ArrayList<>();
        rows.forEach(row -> samples.add(new Sample(
                row.getString(0),
                row.getOffsetDateTime(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6))));
        return samples;
    }

    private static OffsetDateTime now() {
        return OffsetDateTime.now(ZoneOffset.UTC);
    }

    private static Tuple byId(Sample of) {
        OffsetDateTime year = OffsetDateTime.of(of.at().getYear(), 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
        return Tuple.of(of.id(), year, year.plusYears(1));
    }

    private static Tuple details(Sample of) {
        return Tuple.tuple()
                .addArrayOfString(new String[] {of.id()})
                .addArrayOfOffsetDateTime(new OffsetDateTime[] {of.at()});
    }

    private static Tuple list(@Nullable String client, @Nullable String state, OffsetDateTime after) {
        return list(client, state, null, ANY_TIME, after);
    }

    private static Tuple list(
            @Nullable String client,
            @Nullable String state,
            @Nullable String carrier,
            OffsetDateTime from,
            OffsetDateTime after) {
        return Tuple.tuple()
                .addString(client)
                .addArrayOfString(state == null ? null : new String[] {state})
                .addOffsetDateTime(after)
                .addString("")
                .addInteger(PAGE)
                .addString(carrier)
                .addOffsetDateTime(from);
    }

    private static Tuple ofCarrier(OffsetDateTime from, OffsetDateTime after) {
        return list(null, null, "usps", from, after);
    }

    private static Tuple both(String client, @Nullable String state, OffsetDateTime after, String customer) {
        return list(client, state, after).addString(customer);
    }

    private static Tuple ofOrder(@Nullable String client, @Nullable String customer, String order) {
        return list(client, null, END_OF_TIME)
                .addString(customer)
                .addString(null)
                .addString(order);
    }
}
