package com.vantage.shipping.shipment;

import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.security.Actor;
import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.Purchased;
import com.vantage.shipping.model.ShipmentId;
import com.vantage.shipping.shipment.AuditTrail.Action;
import com.vantage.shipping.shipment.IdempotencyKeys.Claim;
import com.vantage.shipping.shipment.IdempotencyKeys.Taken;
import com.vantage.shipping.shipment.Shipment.Details;
import com.vantage.shipping.shipment.Shipment.Step;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.hibernate.LockMode;
import org.jspecify.annotations.Nullable;

/**
 * Shipments in PostgreSQL. Each step of a purchase is a short transaction that locks the row, checks whether the step
 * is allowed from the row's state, and writes event, audit entry, idempotency key and labels with it.
 */
@ApplicationScoped
class ShipmentRepository {
    private final Database database;
    private final IdempotencyKeys keys;
    private final ShipmentDetails details;
    private final ShipmentEvents events;
    private final AuditTrail trail;
    private final PurchaseReplies replies;
    private final PurchaseMetrics counts;
    private final PurchasesConfig config;
    private final Clock clock;

    /** The purchase has reached another state meanwhile. */
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
     * Unsettled purchases of all replicas.
     *
     * @param overdue those that the reconciler has given up
     * @param oldest creation time of the oldest; null if there is none
     */
    record Unsettled(long all, long overdue, @Nullable Instant oldest) {}

    /** Additional writes in the transaction of a step. */
    private interface Alongside extends BiFunction<ShipmentQueries, Shipment, Uni<?>> {
        Alongside NOTHING = (queries, shipment) -> Uni.createFrom().voidItem();
    }

    ShipmentRepository(
            Database database,
            IdempotencyKeys keys,
            ShipmentDetails details,
            ShipmentEvents events,
            AuditTrail trail,
            PurchaseReplies replies,
            PurchaseMetrics counts,
            PurchasesConfig config,
            Clock clock) {
        this.database = database;
        this.keys = keys;
        this.details = details;
        this.events = events;
        this.trail = trail;
        this.replies = replies;
        this.counts = counts;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Stores a requested purchase together with its key.
     *
     * @return empty if another request holds the key
     */
    Uni<Optional<Shipment>> open(ValidatedPurchase order, Optional<Claim> claim) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String requestId = RequestId.current();
        return database.transaction(queries -> queries.nextShipmentNumber()
                        .map(number -> new Shipment(order, number, requestId, now, now.plus(config.leaseDuration())))
                        .call(shipment -> queries.session().insert(shipment))
                        .call(shipment -> claim.map(key -> keys.claim(queries, key, shipment.id()))
                                .orElseGet(() -> Uni.createFrom().voidItem()))
                        .call(shipment -> queries.session().insert(new ShipmentDetail(shipment)))
                        .call(shipment -> events.add(queries, shipment))
                        .call(shipment -> trail.add(queries, order.buyer(), Action.CREATE, shipment)))
                .map(Optional::of)
                .onFailure(Taken.class)
                .recoverWithUni(() -> opened(claim.orElseThrow()))
                .invoke(opened -> opened.ifPresent(counts::reached));
    }

    /** The shipment that this request has stored, if the result of its commit was lost. */
    private Uni<Optional<Shipment>> opened(Claim claim) {
        return keys.find(claim).flatMap(used -> used.filter(key -> key.isBy(claim))
                .map(key -> find(key.shipmentId()).flatMap(this::withDetails))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private Uni<Optional<Shipment>> withDetails(Optional<Shipment> found) {
        return found.map(shipment -> withDetails(shipment).map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** Reads the shipment's addresses and surcharges into it. */
    Uni<Shipment> withDetails(Shipment shipment) {
        return details.read(shipment);
    }

    /** Stores the order before the carrier is called. */
    Uni<Shipment> start(Shipment shipment, PurchaseOrder order) {
        Map<String, Object> written = replies.fields(order);
        Instant due = clock.instant().plus(config.leaseDuration());
        return step(
                shipment,
                shipment.details(),
                new Step(Transition.START, null, null, due),
                row -> row.order(written),
                row -> true,
                Alongside.NOTHING);
    }

    /** Stores the purchase, its labels and the response of its key, all or nothing. */
    Uni<Shipment> bought(Shipment shipment, Purchased purchased) {
        return step(
                shipment,
                shipment.details().bought(purchased),
                Step.last(Transition.BUY),
                row -> row.bought(purchased),
                row -> purchased.trackingNumber().value().equals(row.trackingNumber()),
                (queries, bought) -> queries.session()
                        .insertMultiple(labels(bought, purchased))
                        .chain(() -> purchased.surcharges() == null
                                ? Uni.createFrom().voidItem()
                                : queries.session().update(new ShipmentDetail(bought)))
                        .chain(() -> keys.answer(queries, replies.created(bought))));
    }

    /** Stores the carrier's refusal and the response of the key, and deletes the addresses. */
    Uni<Shipment> declined(Shipment shipment, String code, String reason, StoredReply reply) {
        return step(
                shipment,
                Details.NONE,
                new Step(Transition.DECLINE, code, reason, null),
                (queries, declined) -> removeDetail(queries, declined).chain(() -> keys.answer(queries, reply)));
    }

    /**
     * Stores that no label exists, deletes the addresses and releases the key.
     *
     * @param how a transition to a state without label
     * @param due when to query the carrier once more; null for never
     */
    Uni<Shipment> withoutLabel(Shipment shipment, Transition how, String code, String reason, @Nullable Instant due) {
        return step(shipment, Details.NONE, new Step(how, code, reason, due), (queries, ended) -> removeDetail(
                        queries, ended)
                .chain(() -> keys.free(queries, ended.id())));
    }

    /** Stores that the outcome is unknown. The key stays claimed, so that a retry does not buy again. */
    Uni<Shipment> lostSight(Shipment shipment, String code, String reason) {
        Instant due = clock.instant().plus(config.firstReconcileDelay());
        return step(
                shipment, shipment.details(), new Step(Transition.LOSE_SIGHT, code, reason, due), Alongside.NOTHING);
    }

    /** Stores that the labels were voided. */
    Uni<Shipment> cancelled(Shipment shipment, boolean refundPending, Actor actor) {
        return step(
                shipment,
                shipment.details(),
                Step.last(refundPending ? Transition.CANCEL_WITH_REFUND : Transition.CANCEL),
                (queries, cancelled) -> trail.add(queries, actor, Action.CANCEL, cancelled));
    }

    /** Sets when the purchase is checked next; null for never. */
    Uni<Void> postpone(Shipment shipment, @Nullable Instant due) {
        return database.statement(queries -> due == null
                        ? queries.forgetOrder(shipment.id(), shipment.createdAt())
                        : queries.postpone(shipment.id(), shipment.createdAt(), due))
                .replaceWithVoid();
    }

    /** Leases up to so many due purchases to this replica. */
    Uni<List<Shipment>> takeDue(int most) {
        Instant now = clock.instant();
        return database.statement(queries -> queries.takeDue(now, now.plus(config.leaseDuration()), most));
    }

    Uni<Unsettled> unsettled() {
        List<ShipmentState> open = Arrays.stream(ShipmentState.values())
                .filter(ShipmentState::isOpen)
                .toList();
        return database.statement(queries -> queries.unsettled(clock.instant().minus(config.reconcileTimeout()), open));
    }

    Uni<Optional<Shipment>> find(String id) {
        return ShipmentId.isOne(id)
                ? database.statement(queries -> byId(queries, id))
                : Uni.createFrom().item(Optional.empty());
    }

    /** Like {@link #find}, without retries. */
    Uni<Optional<Shipment>> findOnce(String id) {
        return ShipmentId.isOne(id)
                ? database.attempt(queries -> byId(queries, id))
                : Uni.createFrom().item(Optional.empty());
    }

    /** The year in the id selects the partitions. */
    private static Uni<Optional<Shipment>> byId(ShipmentQueries queries, String id) {
        OffsetDateTime year = OffsetDateTime.of(ShipmentId.year(id), 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
        return queries.byId(id, year.toInstant(), year.plusYears(1).toInstant())
                .map(rows -> rows.stream().findFirst());
    }

    /** The carrier's labels, in the order of the packages. */
    Uni<List<Label>> labels(Shipment shipment) {
        return database.statement(queries -> queries.labels(shipment.id(), shipment.createdAt()))
                .map(labels -> IntStream.range(0, labels.size())
                        .mapToObj(i ->
                                labels.get(i).label(shipment.trackingNumbers().get(i)))
                        .toList());
    }

    private Uni<Shipment> step(Shipment shipment, Details details, Step step, Alongside alongside) {
        return step(shipment, details, step, row -> {}, row -> true, alongside);
    }

    /**
     * Makes a step with its additional writes.
     *
     * <p>Succeeds if the same step was committed before by a transaction whose result was lost; fails with {@link
     * Overtaken} if the row is in another state.
     *
     * @param details the shipment's new details
     * @param change further changes of the row
     * @param isSame whether a row in the target state got there by this very step
     */
    private Uni<Shipment> step(
            Shipment shipment,
            Details details,
            Step step,
            Consumer<Shipment> change,
            Predicate<Shipment> isSame,
            Alongside alongside) {
        Transition transition = step.transition();
        return database.transaction(queries -> queries.session()
                        .get(Shipment.class, shipment.key(), LockMode.PESSIMISTIC_WRITE)
                        .map(row -> row.with(details))
                        .flatMap(row -> {
                            if (transition.from().contains(row.state())) {
                                row.take(step, clock.instant());
                                change.accept(row);
                                return write(queries, row, shipment.state(), transition, alongside);
                            }
                            return row.state() == transition.to() && isSame.test(row)
                                    ? Uni.createFrom().item(row)
                                    : Uni.createFrom().failure(new Overtaken(row));
                        }))
                .invoke(counts::reached);
    }

    private Uni<Shipment> write(
            ShipmentQueries queries, Shipment row, ShipmentState from, Transition transition, Alongside alongside) {
        return queries.session()
                .update(row)
                .chain(() -> alongside.apply(queries, row))
                .chain(() -> events.add(queries, row))
                .chain(() -> transition.isSettlementFrom(from)
                        ? trail.add(queries, Actor.SERVICE, Action.SETTLE, row)
                        : Uni.createFrom().voidItem())
                .replaceWith(row);
    }

    private static Uni<Integer> removeDetail(ShipmentQueries queries, Shipment shipment) {
        return queries.removeDetail(shipment.id(), shipment.createdAt());
    }

    private static List<StoredLabel> labels(Shipment bought, Purchased purchased) {
        List<Label> labels = purchased.labels();
        return IntStream.range(0, labels.size())
                .mapToObj(i -> new StoredLabel(bought, i + 1, labels.get(i)))
                .toList();
    }
}
