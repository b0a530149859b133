package com.vantage.shipping.shipment;

import com.vantage.shipping.access.Actor;
import com.vantage.shipping.access.RequestId;
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
 * Shipments in PostgreSQL. Every step of a purchase is a short transaction of its own, which locks the row, sees whether the
 * step may be taken from where the row is, and writes with it all that belongs to it: event, audit entry, key, labels.
 */
@ApplicationScoped
class ShipmentRepository {
    private final Database database;
    private final IdempotencyKeys keys;
    private final ShipmentDetails details;
    private final ShipmentEvents events;
    private final AuditTrail trail;
    private final Replies replies;
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
     * Purchases whose end is still to come, of all replicas.
     *
     * @param overdue of them, those that the reconciler has given up
     * @param oldest when the oldest was begun; null if there is none
     */
    record Unsettled(long all, long overdue, @Nullable Instant oldest) {}

    /** What is written in the same transaction as a step. */
    private interface Alongside extends BiFunction<ShipmentQueries, Shipment, Uni<?>> {
        Alongside NOTHING = (queries, shipment) -> Uni.createFrom().voidItem();
    }

    ShipmentRepository(
            Database database,
            IdempotencyKeys keys,
            ShipmentDetails details,
            ShipmentEvents events,
            AuditTrail trail,
            Replies replies,
            PurchaseCounts counts,
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
     * Writes down what is about to be bought, together with its key.
     *
     * @return empty if somebody else holds the key
     */
    Uni<Optional<Shipment>> open(Order order, Optional<Claim> claim) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String requestId = RequestId.current();
        return database.transaction(queries -> queries.nextShipmentNumber()
                        .map(number -> new Shipment(order, number, requestId, now, now.plus(config.longest())))
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
        Map<String, Object> written = replies.fields(order);
        Instant due = clock.instant().plus(config.longest());
        return step(
                shipment,
                shipment.details(),
                new Step(Transition.START, null, null, due),
                row -> row.order(written),
                row -> true,
                Alongside.NOTHING);
    }

    /** Writes what was bought, its labels and the answer of its key, or nothing of it all. */
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

    /** Writes the carrier's no and the answer of its key, and forgets the addresses. */
    Uni<Shipment> declined(Shipment shipment, String code, String reason, Reply reply) {
        return step(
                shipment,
                Details.NONE,
                new Step(Transition.DECLINE, code, reason, null),
                (queries, declined) -> removeDetail(queries, declined).chain(() -> keys.answer(queries, reply)));
    }

    /**
     * Writes that nothing was bought, or nothing that is left, forgets the addresses and frees the key for another try.
     *
     * @param how one of those that end so
     * @param due when the carrier is to be asked about it once more; null: never
     */
    Uni<Shipment> withoutLabel(Shipment shipment, Transition how, String code, String reason, @Nullable Instant due) {
        return step(shipment, Details.NONE, new Step(how, code, reason, due), (queries, ended) -> removeDetail(
                        queries, ended)
                .chain(() -> keys.free(queries, ended.id())));
    }

    /** Writes that nobody knows. The key stays taken: whoever comes with it must not buy again. */
    Uni<Shipment> lostSight(Shipment shipment, String code, String reason) {
        Instant due = clock.instant().plus(config.firstLook());
        return step(
                shipment, shipment.details(), new Step(Transition.LOSE_SIGHT, code, reason, due), Alongside.NOTHING);
    }

    /** Writes that the labels were taken back. */
    Uni<Shipment> cancelled(Shipment shipment, boolean refundPending, Actor actor) {
        return step(
                shipment,
                shipment.details(),
                Step.last(refundPending ? Transition.CANCEL_WITH_REFUND : Transition.CANCEL),
                (queries, cancelled) -> trail.add(queries, actor, Action.CANCEL, cancelled));
    }

    /** Nobody looks at it before then; null: never. */
    Uni<Void> postpone(Shipment shipment, @Nullable Instant due) {
        return database.statement(queries -> due == null
                        ? queries.forgetOrder(shipment.id(), shipment.createdAt())
                        : queries.postpone(shipment.id(), shipment.createdAt(), due))
                .replaceWithVoid();
    }

    /** Takes so many purchases that somebody must look at, at most: they are this replica's for a while. */
    Uni<List<Shipment>> takeDue(int most) {
        Instant now = clock.instant();
        return database.statement(queries -> queries.takeDue(now, now.plus(config.longest()), most));
    }

    Uni<Unsettled> unsettled() {
        List<ShipmentState> open = Arrays.stream(ShipmentState.values())
                .filter(ShipmentState::isOpen)
                .toList();
        return database.statement(queries -> queries.unsettled(clock.instant().minus(config.giveUp()), open));
    }

    Uni<Optional<Shipment>> find(String id) {
        return ShipmentId.isOne(id)
                ? database.statement(queries -> byId(queries, id))
                : Uni.createFrom().item(Optional.empty());
    }

    /** Like {@link #find}, and fails at once when the database does. */
    Uni<Optional<Shipment>> findOnce(String id) {
        return ShipmentId.isOne(id)
                ? database.attempt(queries -> byId(queries, id))
                : Uni.createFrom().item(Optional.empty());
    }

    /** The year of its id tells in which months to look. */
    private static Uni<Optional<Shipment>> byId(ShipmentQueries queries, String id) {
        OffsetDateTime year = OffsetDateTime.of(ShipmentId.year(id), 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
        return queries.byId(id, year.toInstant(), year.plusYears(1).toInstant())
                .map(rows -> rows.stream().findFirst());
    }

    /** The labels as the carrier gave them, in the order of the packages. */
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
     * One step, with all that belongs to it.
     *
     * <p>That it was taken already, by a transaction whose end was not heard, is a success. Fails with {@link Overtaken} if
     * somebody else took another one.
     *
     * @param details what stands beside the shipment from then on
     * @param change of the row, beside the step itself
     * @param isSame whether the row, which is where the step leads, came there by this very step
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
