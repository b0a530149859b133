package com.vantage.shipping.drill;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one purchase, in its three transactions: requested with its key, started, bought with a label of 20
 * kB.
 */
final class GrowthCreate {
    private static final String OPEN = """
            INSERT INTO shipment (id, client, customer_id, order_id, state, carrier, service_code, service_name, ship_date,
                label_format, packages, quoted_rate, currency, request_id, due_at, created_at, updated_at)
            VALUES ('VNT-' || $1::text || '-' || nextval('shipment_number'), $2, $3, $4, 'requested', $5, $6, $7, $8,
                $9, $10, $11, $12, $13, $14, $15, $15)
            RETURNING *""";

    private static final String CHANGE = """
            UPDATE shipment SET state = $4, packages = coalesce($5, packages), rate = coalesce($6, rate),
                currency = coalesce($7, currency), carrier_shipment_id = coalesce($8, carrier_shipment_id),
                tracking_number = coalesce($9, tracking_number), estimated_delivery = coalesce($10, estimated_delivery),
                reason_code = $11, reason = $12, purchase_order = CASE WHEN $14::timestamptz IS NULL THEN NULL
                    ELSE coalesce($13, purchase_order) END,
                due_at = $14, updated_at = $15
            WHERE id = $1 AND created_at = $2 AND state = ANY ($3)
            RETURNING *""";

    private static final String ADD_LABEL =
            "INSERT INTO label (shipment_id, created_at, package, format, image) VALUES ($1, $2, $3, $4, $5)";

    private static final String ADD_DETAILS = """
            INSERT INTO shipment_detail (shipment_id, created_at, origin, destination, surcharges)
            VALUES ($1, $2, $3, $4, $5)""";

    private static final String ADD_EVENT = """
            INSERT INTO shipment_event (created_at, client, shipment_id, state, shipment) VALUES ($1, $2, $3, $4, $5)""";

    private static final String CLAIM_KEY = """
            INSERT INTO idempotency_key (client, key, body_hash, claimed_by, shipment_id, created_at)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING""";

    private static final String ANSWER_KEY =
            "UPDATE idempotency_key SET status = $2, answer = $3 WHERE shipment_id = $1";

    private static final int LABEL_BYTES = 20_000;

    private final Session session;
    private final boolean withDetails;
    private final byte[] label = new byte[LABEL_BYTES];
    private double inDatabase;

    /** @param withDetails false as in versions up to 2.2 */
    GrowthCreate(Session session, boolean withDetails) {
        this.session = session;
        this.withDetails = withDetails;
        ThreadLocalRandom.current().nextBytes(label);
    }

    /** Milliseconds of planning and execution in PostgreSQL, without waiting for the disk at commits. */
    double measured() {
        inDatabase = 0;
        write(true);
        return inDatabase;
    }

    /** Milliseconds as seen by the client. */
    double waitedFor() {
        long started = System.nanoTime();
        write(false);
        return (System.nanoTime() - started) / 1e6;
    }

    private void write(boolean measuring) {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
        OffsetDateTime due = now.plusSeconds(90);
        String client = "client-" + ThreadLocalRandom.current().nextInt(20);
        String order = "ORD-" + UUID.randomUUID();
        String customer = "cus_" + ThreadLocalRandom.current().nextInt(500_000);

        session.run("BEGIN");
        run(measuring, OPEN, opened(now, due, client, customer, order));
        String id = id(now);
        run(measuring, CLAIM_KEY, key(now, client, id));
        if (withDetails) {
            run(measuring, ADD_DETAILS, Tuple.of(id, now, place(), place(), null));
        }
        run(measuring, ADD_EVENT, event(now, client, id, "requested"));
        session.run("COMMIT");

        session.run("BEGIN");
        run(measuring, CHANGE, changed(id, now, "requested", "purchasing", due));
        run(measuring, ADD_EVENT, event(now, client, id, "purchasing"));
        session.run("COMMIT");

        session.run("BEGIN");
        run(measuring, CHANGE, changed(id, now, "purchasing", "created", null));
        run(measuring, ADD_LABEL, Tuple.of(id, now, 1, "PDF", Buffer.buffer(label)));
        run(
                measuring,
                ANSWER_KEY,
                Tuple.of(id, 201, Buffer.buffer(view(id, "created").encode())));
        run(measuring, ADD_EVENT, event(now, client, id, "created"));
        session.run("COMMIT");
    }

    private void run(boolean measuring, String sql, Tuple parameters) {
        if (measuring) {
            inDatabase += session.measure(sql, parameters).millis();
        } else {
            session.run(sql, parameters);
        }
    }

    /** Reads the id, as EXPLAIN returns no rows. */
    private String id(OffsetDateTime now) {
        return "VNT-" + now.getYear() + "-"
                + session.run("SELECT currval('shipment_number')")
                        .iterator()
                        .next()
                        .getLong(0);
    }

    private static Tuple opened(OffsetDateTime now, OffsetDateTime due, String client, String customer, String order) {
        return Tuple.tuple()
                .addString(String.valueOf(now.getYear()))
                .addString(client)
                .addString(customer)
                .addString(order)
                .addString("ups")
                .addString("03")
                .addString("Ground")
                .addLocalDate(now.toLocalDate())
                .addString("PDF")
                .addValue(packages())
                .addBigDecimal(new BigDecimal("11.95"))
                .addString("USD")
                .addString("ship-create-j1k2l3")
                .addOffsetDateTime(due)
                .addOffsetDateTime(now);
    }

    private static Tuple key(OffsetDateTime now, String client, String id) {
        return Tuple.of(client, UUID.randomUUID().toString(), Buffer.buffer(new byte[32]), UUID.randomUUID(), id, now);
    }

    private static Tuple event(OffsetDateTime now, String client, String id, String state) {
        return Tuple.of(now, client, id, state, view(id, state));
    }

    private static Tuple changed(String id, OffsetDateTime now, String from, String to, @Nullable OffsetDateTime due) {
        boolean isBought = due == null;
        return Tuple.tuple()
                .addString(id)
                .addOffsetDateTime(now)
                .addArrayOfString(new String[] {from})
                .addString(to)
                .addValue(isBought ? packages() : null)
                .addBigDecimal(isBought ? new BigDecimal("11.95") : null)
                .addString(isBought ? "USD" : null)
                .addString(isBought ? "1Z999AA10123456784" : null)
                .addString(isBought ? "1Z999AA10123456784" : null)
                .addLocalDate(isBought ? LocalDate.now(ZoneOffset.UTC).plusDays(4) : null)
                .addString(null)
                .addString(null)
                .addValue(
                        isBought
                                ? null
                                : view(id, "order").put("from", "1 Main St").put("to", "9 Elm Dr"))
                .addOffsetDateTime(due)
                .addOffsetDateTime(now);
    }

    private static JsonArray packages() {
        return new JsonArray()
                .add(new JsonObject().put("reference", "box 1").put("tracking_number", "1Z999AA10123456784"));
    }

    private static JsonObject place() {
        return new JsonObject()
                .put("name", "Jane Doe")
                .put("phone", "3105550100")
                .put("street1", "9 Elm Dr")
                .put("city", "Beverly Hills")
                .put("state", "CA")
                .put("zip", "90210")
                .put("country", "US")
                .put("residential", true);
    }

    private static JsonObject view(String id, String state) {
        return new JsonObject()
                .put("shipment_id", id)
                .put("status", state)
                .put("carrier", "UPS")
                .put("service", "Ground")
                .put("service_code", "03")
                .put("tracking_number", "1Z999AA10123456784")
                .put("packages", packages())
                .put("rate", 11.95)
                .put("currency", "USD")
                .put("order_id", "ORD-55120")
                .put("customer_id", "cus_81")
                .put("request_id", "ship-create-j1k2l3");
    }
}
