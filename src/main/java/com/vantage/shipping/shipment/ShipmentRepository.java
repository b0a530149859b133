package com.vantage.shipping.shipment;

import com.vantage.shipping.access.Actor;
import com.vantage.shipping.access.RequestId;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.Purchased;
import com.vantage.shipping.model.ShipmentId;
import com.vantage.shipping.model.Weight;
import com.vantage.shipping.shipment.AuditTrail.Action;
import com.vantage.shipping.shipment.IdempotencyKeys.Claim;
import com.vantage.shipping.shipment.IdempotencyKeys.Taken;
import com.vantage.shipping.shipment.Shipment.Details;
import com.vantage.shipping.shipment.Shipment.Line;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shipments in PostgreSQL. Plain SQL and not an object mapper: every change of state is one guarded statement in a short
 * transaction of its own, and there is no session to keep behind a pooler in transaction mode.
 */
@ApplicationScoped
class ShipmentRepository {
    static final String INSERT = """
            INSERT INTO shipment (id, client, customer_id, order_id, state, carrier, service_code, service_name, ship_date,
                label_format, packages, quoted_rate, currency, request_id, due_at, created_at, updated_at)
            VALUES ('VNT-' || $1::text || '-' || nextval('shipment_number'), $2, $3, $4, 'requested', $5, $6, $7, $8,
                $9, $10, $11, $12, $13, $14, $15, $15)
            RETURNING *""";

    /** What is absent stays as it was. */
    static final String CHANGE = """
            UPDATE shipment SET state = $4, packages = coalesce($5, packages), rate = coalesce($6, rate),
                currency = coalesce($7, currency), carrier_shipment_id = coalesce($8, carrier_shipment_id),
                tracking_number = coalesce($9, tracking_number), estimated_delivery = coalesce($10, estimated_delivery),
                reason_code = $11, reason = $12, purchase_order = CASE WHEN $14::timestamptz IS NULL THEN NULL
                    ELSE coalesce($13, purchase_order) END,
                due_at = $14, updated_at = $15
            WHERE id = $1 AND created_at = $2 AND state = ANY ($3)
            RETURNING *""";

    static final String INSERT_LABEL =
            "INSERT INTO label (shipment_id, created_at, package, format, image) VALUES ($1, $2, $3, $4, $5)";

    /** The year of its id tells in which months to look. */
    static final String BY_ID = "SELECT * FROM shipment_by_id($1, $2, $3)";

    static final String LABELS = """
            SELECT format, image FROM label
            WHERE shipment_id = $1 AND created_at = $2 ORDER BY package""";

    /** Whoever takes them moves them on, so that no other replica takes them too; if it dies, they are due again then. */
    static final String TAKE_DUE = """
            UPDATE shipment SET due_at = $2, looks = looks + 1 WHERE (id, created_at) IN (
                SELECT id, created_at FROM shipment WHERE due_at <= $1 ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
            RETURNING *""";

    private static final String POSTPONE = """
            UPDATE shipment SET due_at = $3,
                purchase_order = CASE WHEN $3::timestamptz IS NULL THEN NULL ELSE purchase_order END
            WHERE id = $1 AND created_at = $2""";

    static final String UNSETTLED = """
            SELECT count(*) AS unsettled, min(created_at) AS oldest, count(*) FILTER (WHERE created_at < $1) AS overdue
            FROM shipment WHERE due_at IS NOT NULL AND state IN ('requested', 'purchasing', 'unknown')""";

    private final Database database;
    private final IdempotencyKeys keys;
    private final ShipmentDetails details;
    private final ShipmentEvents events;
    private final AuditTrail trail;
    private final PurchaseOrders orders;
    private final PurchaseCounts counts;
    private final PurchasesConfig config;
    private final Clock clock;

    /** Somebody else has settled it meanwhile. */
    static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final ShipmentState state;

        Overtaken(Shipment shipment) {
            super(shipment.id() + " is " + shipment.state().word() + " already", null, false, false);
            this.state = shipment.state();
        }

        ShipmentState state() {
            return state;
        }
    }

    /**
     * A purchase that somebody must look at.
     *
     * @param order what its carrier was asked for, as it is written down; null if it was not asked
     */
    record Due(Shipment shipment, @Nullable JsonObject order) {}

    /** Purchases whose end is still to come; of all replicas. */
    record Unsettled(long all, long overdue, Optional<Instant> oldest) {}

    /**
     * What changes with a transition.
     *
     * @param due when somebody must look at it next; null if nobody must, and then the order is forgotten
     */
    private record Change(
            @Nullable Purchased purchased,
            @Nullable String reasonCode,
            @Nullable String reason,
            @Nullable PurchaseOrder order,
            @Nullable Instant due) {}

    ShipmentRepository(
            Database database,
            IdempotencyKeys keys,
            ShipmentDetails details,
            ShipmentEvents events,
            AuditTrail trail,
            PurchaseOrders orders,
            PurchaseCounts counts,
            PurchasesConfig config,
            Clock clock) {
        this.database = database;
        this.keys = keys;
        this.details = details;
        this.events = events;
        this.trail = trail;
        this.orders = orders;
        this.counts = counts;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Writes down what is about to be bought, together with its key.
     *
     * @return empty if somebody else holds the key
     */
    Uni<Optional<Shipment>> open(Order order, Optional<Claim> claim) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String requestId = RequestId.current();
        return database.transaction(connection -> insert(connection, order, requestId, now)
                        .call(shipment -> claim.map(key -> keys.claim(connection, key, shipment.id()))
                                .orElseGet(() -> Uni.createFrom().voidItem()))
                        .call(shipment -> details.add(connection, shipment))
                        .call(shipment -> events.add(connection, shipment))
                        .call(shipment -> trail.add(connection, order.buyer(), Action.CREATE, shipment)))
                .map(Optional::of)
                .onFailure(Taken.class)
                .recoverWithUni(() -> opened(claim.orElseThrow()))
                .invoke(opened -> opened.ifPresent(counts::reached));
    }

    /** The shipment that this very request opened, if it did without hearing of it. */
    private Uni<Optional<Shipment>> opened(Claim claim) {
        return keys.find(claim).flatMap(used -> used.filter(key -> key.isBy(claim))
                .map(key -> find(key.shipmentId()).flatMap(this::withDetails))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private Uni<Optional<Shipment>> withDetails(Optional<Shipment> found) {
        return found.map(shipment -> withDetails(shipment).map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** The shipment with its addresses and surcharges. */
    Uni<Shipment> withDetails(Shipment shipment) {
        return details.read(shipment);
    }

    /** The carrier will be asked for this now. */
    Uni<Shipment> start(Shipment shipment, PurchaseOrder order) {
        return change(
                shipment,
                Transition.START,
                new Change(null, null, null, order, clock.instant().plus(config.longest())),
                connection -> Uni.createFrom().voidItem());
    }

    /** Writes what was bought, its labels and the answer of its key, or nothing of it all. */
    Uni<Shipment> bought(Shipment shipment, Purchased purchased, Reply reply) {
        Shipment bought = shipment.with(shipment.details().bought(purchased));
        return change(bought, Transition.BUY, new Change(purchased, null, null, null, null), connection -> connection
                .preparedQuery(INSERT_LABEL)
                .executeBatch(labelRows(shipment, purchased))
                .chain(() -> purchased.surcharges() == null
                        ? Uni.createFrom().voidItem()
                        : details.changeSurcharges(connection, bought))
                .chain(() -> keys.answer(connection, reply)));
    }

    /** Writes the carrier's no and the answer of its key, and forgets the addresses. */
    Uni<Shipment> declined(Shipment shipment, String code, String reason, Reply reply) {
        return change(
                shipment.with(Details.NONE),
                Transition.DECLINE,
                new Change(null, code, reason, null, null),
                connection -> details.remove(connection, shipment).chain(() -> keys.answer(connection, reply)));
    }

    /**
     * Writes that nothing was bought, or nothing that is left, forgets the addresses and frees the key for another try.
     *
     * @param how one of those that end so
     * @param due when the carrier is to be asked about it once more; null: never
     */
    Uni<Shipment> withoutLabel(Shipment shipment, Transition how, String code, String reason, @Nullable Instant due) {
        return change(
                shipment.with(Details.NONE),
                how,
                new Change(null, code, reason, null, due),
                connection -> details.remove(connection, shipment).chain(() -> keys.free(connection, shipment.id())));
    }

    /** Writes that nobody knows. The key stays taken: whoever comes with it must not buy again. */
    Uni<Shipment> lostSight(Shipment shipment, String code, String reason) {
        return change(
                shipment,
                Transition.LOSE_SIGHT,
                new Change(null, code, reason, null, clock.instant().plus(config.firstLook())),
                connection -> Uni.createFrom().voidItem());
    }

    /** Writes that the labels were taken back. */
    Uni<Shipment> cancelled(Shipment shipment, boolean refundPending, Actor actor) {
        return change(
                shipment,
                refundPending ? Transition.CANCEL_WITH_REFUND : Transition.CANCEL,
                new Change(null, null, null, null, null),
                connection -> trail.add(connection, actor, Action.CANCEL, shipment));
    }

    /** Nobody looks at it before then; null: never. */
    Uni<Void> postpone(Shipment shipment, @Nullable Instant due) {
        return database.query(
                        POSTPONE, Tuple.of(shipment.id(), utc(shipment.createdAt()), due == null ? null : utc(due)))
                .replaceWithVoid();
    }

    /** Takes so many purchases that somebody must look at, at most: they are this replica's for a while. */
    Uni<List<Due>> takeDue(int most) {
        Instant now = clock.instant();
        return database.query(TAKE_DUE, Tuple.of(utc(now), utc(now.plus(config.longest())), most))
                .map(rows -> {
                    List<Due> due = new ArrayList<>();
                    rows.forEach(row -> due.add(new Due(toShipment(row), row.getJsonObject("purchase_order"))));
                    return due;
                });
    }

    Uni<Unsettled> unsettled() {
        return database.query(UNSETTLED, Tuple.of(utc(clock.instant().minus(config.giveUp()))))
                .map(rows -> rows.iterator().next())
                .map(row -> new Unsettled(
                        row.getLong("unsettled"),
                        row.getLong("overdue"),
                        Optional.ofNullable(row.getOffsetDateTime("oldest")).map(OffsetDateTime::toInstant)));
    }

    Uni<Optional<Shipment>> find(String id) {
        if (!ShipmentId.isOne(id)) {
            return Uni.createFrom().item(Optional.empty());
        }
        OffsetDateTime year = OffsetDateTime.of(ShipmentId.year(id), 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
        return database.query(BY_ID, Tuple.of(id, year, year.plusYears(1))).map(ShipmentRepository::first);
    }

    /** The labels as the carrier gave them, in the order of the packages. */
    Uni<List<Label>> labels(Shipment shipment) {
        return database.query(LABELS, Tuple.of(shipment.id(), utc(shipment.createdAt())))
                .map(rows -> {
                    List<Label> labels = new ArrayList<>();
                    rows.forEach(row -> labels.add(new Label(
                            shipment.trackingNumbers().get(labels.size()),
                            LabelFormat.valueOf(row.getString("format")),
                            row.getBuffer("image").getBytes())));
                    return labels;
                });
    }

    /**
     * One transition, with all that belongs to it.
     *
     * <p>That it was made already, by a transaction whose end was not heard, is a success. Fails with {@link Overtaken} if
     * somebody else made another one.
     */
    private Uni<Shipment> change(
            Shipment shipment, Transition transition, Change change, Function<SqlConnection, Uni<Void>> alongside) {
        Tuple row = changeRow(shipment, transition, change);
        return database.transaction(connection -> connection
                        .preparedQuery(CHANGE)
                        .execute(row)
                        .map(ShipmentRepository::first)
                        .map(changed -> changed.map(now -> now.with(shipment.details())))
                        .flatMap(changed -> changed.map(now -> alongside
                                        .apply(connection)
                                        .chain(() -> events.add(connection, now))
                                        .chain(() -> transition.isSettlementFrom(shipment.state())
                                                ? trail.add(connection, Actor.SERVICE, Action.SETTLE, now)
                                                : Uni.createFrom().voidItem())
                                        .replaceWith(now))
                                .orElseGet(() -> requireDone(connection, shipment, transition, change))))
                .invoke(counts::reached);
    }

    private Uni<Shipment> requireDone(
            SqlConnection connection, Shipment shipment, Transition transition, Change change) {
        return connection
                .preparedQuery("SELECT * FROM shipment WHERE id = $1 AND created_at = $2")
                .execute(Tuple.of(shipment.id(), utc(shipment.createdAt())))
                .map(rows -> first(rows).orElseThrow().with(shipment.details()))
                .invoke(found -> {
                    boolean isSamePurchase = change.purchased() == null
                            || change.purchased().trackingNumber().value().equals(found.trackingNumber());
                    if (found.state() != transition.to() || !isSamePurchase) {
                        throw new Overtaken(found);
                    }
                });
    }

    private Uni<Shipment> insert(SqlConnection connection, Order order, String requestId, Instant now) {
        Money quoted = order.quotedRate();
        List<Line> lines = order.parcels().stream()
                .map(parcel -> new Line(parcel.reference(), null, parcel.weight(), parcel.dimensions()))
                .toList();
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addString(String.format(Locale.ROOT, "%04d", utc(now).getYear()))
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
                        .addString(requestId)
                        .addOffsetDateTime(utc(now.plus(config.longest())))
                        .addOffsetDateTime(utc(now)))
                .map(rows -> toShipment(rows.iterator().next()).with(order.details()));
    }

    private Tuple changeRow(Shipment shipment, Transition transition, Change change) {
        Purchased purchased = change.purchased();
        Money charge = purchased == null ? null : purchased.charge();
        return Tuple.tuple()
                .addString(shipment.id())
                .addOffsetDateTime(utc(shipment.createdAt()))
                .addArrayOfString(transition.fromWords().toArray(String[]::new))
                .addString(transition.to().word())
                .addValue(
                        purchased == null
                                ? null
                                : toJson(shipment.bought(purchased).packages()))
                .addBigDecimal(charge == null ? null : charge.amount())
                .addString(charge == null ? null : charge.currency())
                .addString(purchased == null ? null : purchased.carrierShipmentId())
                .addString(purchased == null ? null : purchased.trackingNumber().value())
                .addLocalDate(purchased == null ? null : purchased.estimatedDelivery())
                .addString(change.reasonCode())
                .addString(change.reason())
                .addValue(change.order() == null ? null : orders.write(change.order()))
                .addOffsetDateTime(change.due() == null ? null : utc(change.due()))
                .addOffsetDateTime(utc(clock.instant()));
    }

    private static List<Tuple> labelRows(Shipment shipment, Purchased purchased) {
        List<Label> labels = purchased.labels();
        return IntStream.range(0, labels.size())
                .mapToObj(i -> Tuple.of(
                        shipment.id(),
                        utc(shipment.createdAt()),
                        i + 1,
                        labels.get(i).format().name(),
                        Buffer.buffer(labels.get(i).image())))
                .toList();
    }

    private static JsonArray toJson(List<Line> lines) {
        JsonArray json = new JsonArray();
        lines.forEach(line -> json.add(toJson(line)));
        return json;
    }

    /** Measures as texts: what is read as a number may come back as another one. */
    private static JsonObject toJson(Line line) {
        JsonObject json =
                new JsonObject().put("reference", line.reference()).put("tracking_number", line.trackingNumber());
        Weight weight = line.weight();
        if (weight != null) {
            json.put("weight_oz", weight.ounces().toPlainString());
        }
        Dimensions sides = line.dimensions();
        if (sides != null) {
            json.put(
                    "dimensions",
                    Stream.of(sides.length(), sides.width(), sides.height())
                            .map(BigDecimal::toPlainString)
                            .collect(Collectors.joining("x")));
        }
        return json;
    }

    private static Optional<Shipment> first(RowSet<Row> rows) {
        var found = rows.iterator();
        return found.hasNext() ? Optional.of(toShipment(found.next())) : Optional.empty();
    }

    static Shipment toShipment(Row row) {
        String currency = row.getString("currency");
        return new Shipment(
                row.getString("id"),
                row.getString("client"),
                row.getString("customer_id"),
                row.getString("order_id"),
                ShipmentState.of(row.getString("state")),
                new CarrierCode(row.getString("carrier")),
                row.getString("service_code"),
                row.getString("service_name"),
                LabelFormat.valueOf(row.getString("label_format")),
                lines(row.getJsonArray("packages")),
                money(row.getBigDecimal("quoted_rate"), currency),
                money(row.getBigDecimal("rate"), currency),
                row.getString("carrier_shipment_id"),
                row.getString("tracking_number"),
                row.getLocalDate("ship_date"),
                row.getLocalDate("estimated_delivery"),
                row.getString("reason_code"),
                row.getString("reason"),
                row.getString("request_id"),
                row.getInteger("looks"),
                row.getOffsetDateTime("created_at").toInstant(),
                Details.NONE);
    }

    private static List<Line> lines(JsonArray json) {
        return json.stream()
                .map(JsonObject.class::cast)
                .map(line -> new Line(
                        line.getString("reference"), line.getString("tracking_number"), weight(line), dimensions(line)))
                .toList();
    }

    private static @Nullable Weight weight(JsonObject line) {
        String ounces = line.getString("weight_oz");
        return ounces == null ? null : new Weight(new BigDecimal(ounces));
    }

    private static @Nullable Dimensions dimensions(JsonObject line) {
        String written = line.getString("dimensions");
        if (written == null) {
            return null;
        }
        String[] sides = written.split("x", 3);
        return new Dimensions(new BigDecimal(sides[0]), new BigDecimal(sides[1]), new BigDecimal(sides[2]));
    }

    private static @Nullable Money money(@Nullable BigDecimal amount, @Nullable String currency) {
        return amount == null || currency == null ? null : new Money(amount, currency);
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
