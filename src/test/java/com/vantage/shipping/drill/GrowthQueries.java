package com.vantage.shipping.drill;

import com.vantage.shipping.shipment.Statements;
import com.vantage.shipping.shipment.Statements.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The service's queries, and the shipments used as their parameters. */
final class GrowthQueries {
    private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");
    private static final int PAGE = 21;

    static final String BY_ID = "read by id";
    static final String BY_ORDER = "read by order";
    static final String BY_ORDER_OF_ALL = "read by order, as an operator";

    /** A shipment used for parameters. */
    record Sample(
            String id,
            Instant at,
            String client,
            String customer,
            String order,
            String trackingNumber,
            long transaction) {}

    /** @param parameters by name */
    record QueryCase(String name, Query query, Function<Sample, Map<String, ?>> parameters) {}

    static final List<QueryCase> ALL = List.of(
            new QueryCase(BY_ID, Query.FIND_BY_ID, GrowthQueries::byId),
            new QueryCase(BY_ORDER, Query.FIND_BY_ORDER, of -> ofOrder(of.client(), of.order())),
            new QueryCase(BY_ORDER_OF_ALL, Query.FIND_BY_ORDER, of -> ofOrder(null, of.order())),
            new QueryCase("list of a client", Query.FIND_NEWEST, of -> list(of.client(), END_OF_TIME)),
            new QueryCase("list of a client, a later page", Query.FIND_NEWEST, of -> list(of.client(), of.at())),
            new QueryCase(
                    "list of a client, refund_pending",
                    Query.FIND_NEWEST,
                    of -> with(list(of.client(), END_OF_TIME), "states", List.of("refund_pending"))),
            new QueryCase(
                    "list of a client and a carrier",
                    Query.FIND_NEWEST,
                    of -> with(list(of.client(), END_OF_TIME), "carrier", "usps")),
            new QueryCase("list of everybody, as an operator", Query.FIND_NEWEST, of -> list(null, END_OF_TIME)),
            new QueryCase(
                    "list of everybody, unknown",
                    Query.FIND_NEWEST,
                    of -> with(list(null, END_OF_TIME), "states", List.of("unknown"))),
            new QueryCase(
                    "list of everybody, refund_pending",
                    Query.FIND_NEWEST,
                    of -> with(list(null, END_OF_TIME), "states", List.of("refund_pending"))),
            new QueryCase(
                    "list of a carrier, as an operator",
                    Query.FIND_NEWEST,
                    of -> with(list(null, END_OF_TIME), "carrier", "usps")),
            new QueryCase(
                    "list of a carrier and a day, as an operator",
                    Query.FIND_NEWEST,
                    of -> with(
                            with(list(null, of.at()), "carrier", "usps"),
                            "from",
                            of.at().minus(Duration.ofDays(1)))),
            new QueryCase(
                    "list of a customer",
                    Query.FIND_NEWEST,
                    of -> with(list(null, END_OF_TIME), "customerId", of.customer())),
            new QueryCase(
                    "list of a customer, as its client",
                    Query.FIND_NEWEST,
                    of -> with(list(of.client(), END_OF_TIME), "customerId", of.customer())),
            new QueryCase(
                    "read by tracking number",
                    Query.FIND_BY_TRACKING_NUMBER,
                    of -> Map.of("trackingNumber", of.trackingNumber())),
            new QueryCase(
                    "details of a shipment",
                    Query.FIND_DETAILS,
                    of -> Map.of("shipmentIds", List.of(of.id()), "times", List.of(of.at()))),
            new QueryCase("labels", Query.FIND_LABELS, of -> Map.of("shipmentId", of.id(), "createdAt", of.at())),
            new QueryCase("events after a place", Query.FIND_EVENTS_AFTER, of -> events(of, null)),
            new QueryCase("events of a client after a place", Query.FIND_EVENTS_AFTER, of -> events(of, of.client())),
            new QueryCase("key lookup", Query.FIND_KEY, of -> Map.of("client", of.client(), "value", of.id())),
            new QueryCase(
                    "keys to forget",
                    Query.DELETE_OLD_KEYS,
                    of -> Map.of("before", Instant.now().minus(Duration.ofDays(30)), "limit", 500)),
            new QueryCase(
                    "reconciler's take",
                    Query.LEASE_DUE,
                    of -> Map.of("now", Instant.now(), "until", Instant.now().plusSeconds(90), "limit", 20)),
            new QueryCase(
                    "unsettled, counted",
                    Query.COUNT_UNSETTLED,
                    of -> Map.of(
                            "before",
                            Instant.now().minus(Duration.ofDays(1)),
                            "states",
                            List.of("requested", "purchasing", "unknown"))));

    private GrowthQueries() {}

    /** Samples shipments evenly over all months. */
    static List<Sample> samples(Session session, long shipments) {
        RowSet<Row> rows = session.run("""
                SELECT id, created_at, client, customer_id, order_id, tracking_number,
                    (right(id, -9)::bigint - 9000000) * 500 / $1
                FROM shipment TABLESAMPLE SYSTEM (0.5) ORDER BY random() LIMIT 200""", Tuple.of(shipments));
        List<Sample> samples = new ArrayList<>();
        rows.forEach(row -> samples.add(new Sample(
                row.getString(0),
                row.getOffsetDateTime(1).toInstant(),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6))));
        return samples;
    }

    private static Map<String, ?> byId(Sample of) {
        OffsetDateTime year =
                OffsetDateTime.of(of.at().atOffset(ZoneOffset.UTC).getYear(), 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
        return Map.of(
                "id",
                of.id(),
                "from",
                year.toInstant(),
                "before",
                year.plusYears(1).toInstant());
    }

    private static Map<String, @Nullable Object> list(@Nullable String client, Instant latest) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("client", client);
        parameters.put("ownCustomer", null);
        parameters.put("customerId", null);
        parameters.put("states", Statements.ALL_STATES);
        parameters.put("carrier", null);
        parameters.put("from", Instant.EPOCH);
        parameters.put("latest", latest);
        parameters.put("latestId", "");
        parameters.put("limit", PAGE);
        return parameters;
    }

    private static Map<String, @Nullable Object> ofOrder(@Nullable String client, @Nullable String order) {
        return with(with(with(list(client, END_OF_TIME), "orderId", order), "customerId", null), "ownCustomer", client);
    }

    private static Map<String, ?> events(Sample of, @Nullable String client) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("transaction", of.transaction());
        parameters.put("number", 0L);
        parameters.put("client", client);
        parameters.put("limit", 100);
        return parameters;
    }

    private static Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> parameters, String name, @Nullable Object value) {
        parameters.put(name, value);
        return parameters;
    }
}
