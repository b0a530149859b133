package com.vantage.shipping.shipment;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Purchased;
import com.vantage.shipping.model.ShipmentId;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.shipment.IdempotencyKeys.Claim;
import com.vantage.shipping.shipment.Shipment.Line;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Shipments in PostgreSQL. Plain SQL and not an object mapper: every change of state is one guarded statement in a short
 * transaction of its own, and there is no session to keep behind a pooler in transaction mode.
 */
@ApplicationScoped
class ShipmentRepository {
    private static final String INSERT = """
            INSERT INTO shipment (id, client, customer_id, order_id, state, carrier, service_code, service_name, ship_date,
                label_format, packages, quoted_rate, currency, created_at, updated_at)
            VALUES ('VNT-' || $1::text || '-' || nextval('shipment_number'), $2, $3, $4, 'purchasing', $5, $6, $7, $8,
                $9, $10, $11, $12, $13, $13)
            RETURNING *""";

    private static final String BOUGHT = """
            UPDATE shipment SET state = 'created', packages = $2, rate = $3, currency = coalesce($4, currency),
                carrier_shipment_id = $5, tracking_number = $6, estimated_delivery = $7, updated_at = $8
            WHERE id = $1 AND state = 'purchasing'""";

    private static final String WITHOUT_LABEL = """
            UPDATE shipment SET state = $2, reason_code = $3, reason = $4, updated_at = $5
            WHERE id = $1 AND state = 'purchasing'""";

    private static final String INSERT_LABEL =
            "INSERT INTO label (shipment_id, package, format, image) VALUES ($1, $2, $3, $4)";

    private static final String BY_ID = "SELECT * FROM shipment WHERE id = $1";

    private static final String LABELS = """
            SELECT s.packages -> (l.package - 1) ->> 'tracking_number' AS tracking_number, l.format, l.image
            FROM label l JOIN shipment s ON s.id = l.shipment_id WHERE l.shipment_id = $1 ORDER BY l.package""";

    private final Database database;
    private final IdempotencyKeys keys;
    private final Clock clock;

    ShipmentRepository(Database database, IdempotencyKeys keys, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Writes down what is about to be bought, together with its key.
     *
     * @return empty if somebody else holds the key
     */
    Uni<Optional<Shipment>> open(Order order, Optional<Claim> claim) {
        return database.transaction(connection -> insert(connection, order)
                        .call(shipment -> claim.map(key -> keys.claim(connection, key, shipment.id()))
                                .orElseGet(() -> Uni.createFrom().voidItem())))
                .map(Optional::of)
                .onFailure(IdempotencyKeys.Taken.class)
                .recoverWithItem(Optional.empty());
    }

    /** Writes what was bought, its labels and the answer of its key, or nothing of it all. */
    Uni<Void> created(Shipment shipment, Purchased purchased, Optional<Claim> claim, Reply reply) {
        return database.transaction(connection -> connection
                .preparedQuery(BOUGHT)
                .execute(boughtRow(shipment, purchased))
                .invoke(ShipmentRepository::requireChange)
                .chain(() -> connection.preparedQuery(INSERT_LABEL).executeBatch(labelRows(shipment, purchased)))
                .chain(() -> keys.answer(connection, claim, reply)));
    }

    /** Writes the carrier's no and the answer of its key. */
    Uni<Void> declined(Shipment shipment, String code, String reason, Optional<Claim> claim, Reply reply) {
        return database.transaction(
                connection -> withoutLabel(connection, shipment, ShipmentState.DECLINED, code, reason)
                        .chain(() -> keys.answer(connection, claim, reply)));
    }

    /** Writes that the carrier was not asked, and frees the key for another try. */
    Uni<Void> nothingBought(Shipment shipment, String code, String reason, Optional<Claim> claim) {
        return database.transaction(
                connection -> withoutLabel(connection, shipment, ShipmentState.NOTHING_BOUGHT, code, reason)
                        .chain(() -> keys.free(connection, claim)));
    }

    /** Writes that nobody knows. The key stays taken: whoever comes with it must not buy again. */
    Uni<Void> unknown(Shipment shipment, String code, String reason) {
        return database.transaction(
                connection -> withoutLabel(connection, shipment, ShipmentState.UNKNOWN, code, reason));
    }

    Uni<Optional<Shipment>> find(String id) {
        if (!ShipmentId.isOne(id)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return database.query(BY_ID, Tuple.of(id)).map(rows -> {
            RowIterator<Row> found = rows.iterator();
            return found.hasNext() ? Optional.of(toShipment(found.next())) : Optional.empty();
        });
    }

    /** The labels as the carrier gave them, in the order of the packages. */
    Uni<List<Label>> labels(String shipmentId) {
        return database.query(LABELS, Tuple.of(shipmentId)).map(rows -> {
            List<Label> labels = new ArrayList<>();
            rows.forEach(row -> labels.add(new Label(
                    new TrackingNumber(row.getString("tracking_number")),
                    LabelFormat.valueOf(row.getString("format")),
                    row.getBuffer("image").getBytes())));
            return labels;
        });
    }

    private Uni<Shipment> insert(SqlConnection connection, Order order) {
        Money quoted = order.quotedRate();
        List<Line> lines = order.parcels().stream()
                .map(parcel -> new Line(parcel.reference(), null))
                .toList();
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addString(String.format(Locale.ROOT, "%04d", now.getYear()))
                        .addString(order.owner())
                        .addString(order.customerId())
                        .addString(order.orderId())
                        .addString(order.carrier().code().value())
                        .addString(order.service().code())
                        .addString(order.service().name())
                        .addLocalDate(order.shipDate())
                        .addString(order.labelFormat().name())
                        .addValue(toJson(lines))
                        .addBigDecimal(quoted == null ? null : quoted.amount())
                        .addString(quoted == null ? null : quoted.currency())
                        .addOffsetDateTime(now))
                .map(rows -> toShipment(rows.iterator().next()));
    }

    private Tuple boughtRow(Shipment shipment, Purchased purchased) {
        Money charge = purchased.charge();
        return Tuple.tuple()
                .addString(shipment.id())
                .addValue(toJson(shipment.bought(purchased).packages()))
                .addBigDecimal(charge == null ? null : charge.amount())
                .addString(charge == null ? null : charge.currency())
                .addString(purchased.carrierShipmentId())
                .addString(purchased.trackingNumber().value())
                .addLocalDate(purchased.estimatedDelivery())
                .addOffsetDateTime(clock.instant().atOffset(ZoneOffset.UTC));
    }

    private static List<Tuple> labelRows(Shipment shipment, Purchased purchased) {
        List<Label> labels = purchased.labels();
        return IntStream.range(0, labels.size())
                .mapToObj(i -> Tuple.of(
                        shipment.id(),
                        i + 1,
                        labels.get(i).format().name(),
                        Buffer.buffer(labels.get(i).image())))
                .toList();
    }

    private Uni<Void> withoutLabel(
            SqlConnection connection, Shipment shipment, ShipmentState state, String code, String reason) {
        return connection
                .preparedQuery(WITHOUT_LABEL)
                .execute(Tuple.of(
                        shipment.id(),
                        state.word(),
                        code,
                        reason,
                        clock.instant().atOffset(ZoneOffset.UTC)))
                .invoke(ShipmentRepository::requireChange)
                .replaceWithVoid();
    }

    /** Nobody else may have settled this purchase meanwhile. */
    private static void requireChange(RowSet<Row> result) {
        if (result.rowCount() != 1) {
            throw new IllegalStateException("the shipment is no longer being purchased");
        }
    }

    private static JsonArray toJson(List<Line> lines) {
        JsonArray json = new JsonArray();
        lines.forEach(line -> json.add(
                new JsonObject().put("reference", line.reference()).put("tracking_number", line.trackingNumber())));
        return json;
    }

    private static Shipment toShipment(Row row) {
        String currency = row.getString("currency");
        return new Shipment(
                row.getString("id"),
                row.getString("client"),
                row.getString("customer_id"),
                row.getString("order_id"),
                ShipmentState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                new CarrierCode(row.getString("carrier")),
                row.getString("service_code"),
                row.getString("service_name"),
                LabelFormat.valueOf(row.getString("label_format")),
                lines(row.getJsonArray("packages")),
                money(row.getBigDecimal("quoted_rate"), currency),
                money(row.getBigDecimal("rate"), currency),
                row.getString("tracking_number"),
                row.getLocalDate("estimated_delivery"),
                row.getString("reason_code"),
                row.getString("reason"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static List<Line> lines(JsonArray json) {
        return json.stream()
                .map(JsonObject.class::cast)
                .map(line -> new Line(line.getString("reference"), line.getString("tracking_number")))
                .toList();
    }

    private static @Nullable Money money(@Nullable BigDecimal amount, @Nullable String currency) {
        return amount == null || currency == null ? null : new Money(amount, currency);
    }
}
