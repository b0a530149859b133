package com.vantage.shipping.shipment;

import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.security.Actor;
import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.shipment.AuditTrail.Action;
import com.vantage.shipping.shipment.IdempotencyStore.Claim;
import com.vantage.shipping.shipment.IdempotencyStore.KeyInUseException;
import com.vantage.shipping.shipment.Shipment.Details;
import com.vantage.shipping.shipment.Shipment.StateChange;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.LockMode;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of purchases. Each transition is a short transaction that locks the row, checks whether the
 * transition is allowed from the row's state, and writes event, audit entry, idempotency key and labels with it.
 */
@ApplicationScoped
class PurchaseTransactions {
    private final ShipmentTransactions database;
    private final ShipmentRepository shipments;
    private final IdempotencyStore keys;
    private final ShipmentEventStore events;
    private final AuditTrail trail;
    private final PurchaseResponses responses;
    private final PurchaseMetrics metrics;
    private final PurchaseConfig config;
    private final Clock clock;

    /** The purchase has reached another state meanwhile. */
    static final class StaleStateException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StaleStateException(Shipment shipment) {
            super(shipment.id() + " is " + shipment.state().code() + " already", null, false, false);
        }
    }

    /** Additional writes in the transaction of a transition. */
    private interface AdditionalWrites extends BiFunction<ShipmentQueries, Shipment, Uni<?>> {
        AdditionalWrites NONE = (queries, shipment) -> Uni.createFrom().voidItem();
    }

    PurchaseTransactions(
            ShipmentTransactions database,
            ShipmentRepository shipments,
            IdempotencyStore keys,
            ShipmentEventStore events,
            AuditTrail trail,
            PurchaseResponses responses,
            PurchaseMetrics metrics,
            PurchaseConfig config,
            Clock clock) {
        this.database = database;
        this.shipments = shipments;
        this.keys = keys;
        this.events = events;
        this.trail = trail;
        this.responses = responses;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Stores a requested purchase together with its key.
     *
     * @return empty if another request holds the key
     */
    Uni<Optional<Shipment>> open(ValidatedPurchase purchase, Optional<Claim> claim) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String requestId = RequestId.current();
        return database.inTransaction(queries -> queries.nextShipmentNumber()
                        .map(number -> new Shipment(purchase, number, requestId, now, now.plus(config.leaseDuration())))
                        .call(shipment -> queries.session().insert(shipment))
                        .call(shipment -> claim.map(key -> keys.claim(queries, key, shipment.id()))
                                .orElseGet(() -> Uni.createFrom().voidItem()))
                        .call(shipment -> queries.session().insert(new ShipmentDetailsEntity(shipment)))
                        .call(shipment -> events.add(queries, shipment))
                        .call(shipment -> trail.add(queries, purchase.buyer(), Action.CREATE, shipment)))
                .map(Optional::of)
                .onFailure(KeyInUseException.class)
                .recoverWithUni(() -> findOpened(claim.orElseThrow()))
                .invoke(opened -> opened.ifPresent(metrics::countTransition));
    }

    /** The shipment that this request has stored, if the result of its commit was lost. */
    private Uni<Optional<Shipment>> findOpened(Claim claim) {
        return keys.find(claim).flatMap(found -> found.filter(key -> key.isClaimedBy(claim))
                .map(key -> shipments.find(key.shipmentId()).flatMap(this::withDetails))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private Uni<Optional<Shipment>> withDetails(Optional<Shipment> found) {
        return found.map(shipment -> shipments.withDetails(shipment).map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** Stores the order before the carrier is called. */
    Uni<Shipment> start(Shipment shipment, PurchaseOrder order) {
        Map<String, Object> json = responses.toFields(order);
        Instant due = clock.instant().plus(config.leaseDuration());
        return applyTransition(
                shipment,
                shipment.details(),
                new StateChange(PurchaseTransition.START, null, null, due),
                row -> row.setPurchaseOrder(json),
                row -> true,
                AdditionalWrites.NONE);
    }

    /** Stores the purchase, its labels, its documents and the response of its key, all or nothing. */
    Uni<Shipment> markBought(Shipment shipment, PurchaseResult purchased) {
        Details details = shipment.details().after(purchased);
        return applyTransition(
                shipment,
                details,
                StateChange.end(PurchaseTransition.BUY),
                row -> row.setPurchased(purchased),
                row -> purchased.trackingNumber().value().equals(row.trackingNumber()),
                (queries, bought) -> queries.session()
                        .insertMultiple(labels(bought, purchased))
                        .chain(() -> insertDocuments(queries, bought, purchased))
                        .chain(() -> details.equals(shipment.details())
                                ? Uni.createFrom().voidItem()
                                : queries.session().update(new ShipmentDetailsEntity(bought)))
                        .chain(() -> keys.storeResponse(queries, responses.purchased(bought))));
    }

    /** Stores the carrier's refusal and the response of the key, and deletes the addresses. */
    Uni<Shipment> markDeclined(Shipment shipment, String code, String reason, StoredResponse response) {
        return applyTransition(
                shipment,
                Details.NONE,
                new StateChange(PurchaseTransition.DECLINE, code, reason, null),
                (queries, declined) ->
                        deleteDetail(queries, declined).chain(() -> keys.storeResponse(queries, response)));
    }

    /**
     * Stores that no label exists, deletes the addresses and releases the key.
     *
     * @param transition a transition to a state without label
     * @param due when to query the carrier once more; null for never
     */
    Uni<Shipment> markWithoutLabel(
            Shipment shipment, PurchaseTransition transition, String code, String reason, @Nullable Instant due) {
        return applyTransition(
                shipment,
                Details.NONE,
                new StateChange(transition, code, reason, due),
                (queries, ended) -> deleteDetail(queries, ended).chain(() -> keys.release(queries, ended.id())));
    }

    /** Stores that the outcome is unknown. The key stays claimed, so that a retry does not buy again. */
    Uni<Shipment> markUnknown(Shipment shipment, String code, String reason) {
        Instant due = clock.instant().plus(config.firstReconcileDelay());
        return applyTransition(
                shipment,
                shipment.details(),
                new StateChange(PurchaseTransition.MARK_UNKNOWN, code, reason, due),
                AdditionalWrites.NONE);
    }

    /** Stores that the labels were voided. */
    Uni<Shipment> markCancelled(Shipment shipment, boolean refundPending, Actor actor) {
        return applyTransition(
                shipment,
                shipment.details(),
                StateChange.end(refundPending ? PurchaseTransition.CANCEL_WITH_REFUND : PurchaseTransition.CANCEL),
                (queries, cancelled) -> trail.add(queries, actor, Action.CANCEL, cancelled));
    }

    /** Sets when the purchase is checked next; null for never. */
    Uni<Void> postpone(Shipment shipment, @Nullable Instant due) {
        return database.execute(queries -> due == null
                        ? queries.deleteOrder(shipment.id(), shipment.createdAt())
                        : queries.postpone(shipment.id(), shipment.createdAt(), due))
                .replaceWithVoid();
    }

    /** Leases up to so many due purchases to this replica. */
    Uni<List<Shipment>> leaseDue(int limit) {
        Instant now = clock.instant();
        return database.execute(queries -> queries.leaseDue(now, now.plus(config.leaseDuration()), limit));
    }

    private Uni<Shipment> applyTransition(
            Shipment shipment, Details details, StateChange change, AdditionalWrites writes) {
        return applyTransition(shipment, details, change, row -> {}, row -> true, writes);
    }

    /**
     * Applies a transition with its additional writes.
     *
     * <p>Succeeds if the same transition was committed before by a transaction whose result was lost; fails with
     * {@link StaleStateException} if the row is in another state.
     *
     * @param details the shipment's new details
     * @param update further changes of the row
     * @param isAlreadyApplied whether a row in the target state got there by this very transition
     */
    private Uni<Shipment> applyTransition(
            Shipment shipment,
            Details details,
            StateChange change,
            Consumer<Shipment> update,
            Predicate<Shipment> isAlreadyApplied,
            AdditionalWrites writes) {
        PurchaseTransition transition = change.transition();
        return database.inTransaction(queries -> queries.session()
                        .get(Shipment.class, shipment.key(), LockMode.PESSIMISTIC_WRITE)
                        .map(row -> row.withDetails(details))
                        .flatMap(row -> {
                            if (transition.from().contains(row.state())) {
                                row.apply(change, clock.instant());
                                update.accept(row);
                                return write(queries, row, shipment.state(), transition, writes);
                            }
                            return row.state() == transition.to() && isAlreadyApplied.test(row)
                                    ? Uni.createFrom().item(row)
                                    : Uni.createFrom().failure(new StaleStateException(row));
                        }))
                .invoke(metrics::countTransition);
    }

    private Uni<Shipment> write(
            ShipmentQueries queries,
            Shipment row,
            PurchaseState from,
            PurchaseTransition transition,
            AdditionalWrites writes) {
        return queries.session()
                .update(row)
                .chain(() -> writes.apply(queries, row))
                .chain(() -> events.add(queries, row))
                .chain(() -> transition.isSettlementFrom(from)
                        ? trail.add(queries, Actor.SERVICE, Action.SETTLE, row)
                        : Uni.createFrom().voidItem())
                .replaceWith(row);
    }

    private static Uni<Integer> deleteDetail(ShipmentQueries queries, Shipment shipment) {
        return queries.deleteDetail(shipment.id(), shipment.createdAt());
    }

    private static Uni<Void> insertDocuments(ShipmentQueries queries, Shipment bought, PurchaseResult purchased) {
        List<StoredDocument> documents = purchased.documents().stream()
                .flatMap(document ->
                        Stream.ofNullable(document.image()).map(image -> new StoredDocument(bought, document, image)))
                .toList();
        return documents.isEmpty()
                ? Uni.createFrom().voidItem()
                : queries.session().insertMultiple(documents);
    }

    private static List<StoredLabel> labels(Shipment bought, PurchaseResult purchased) {
        List<Label> labels = purchased.labels();
        return IntStream.range(0, labels.size())
                .mapToObj(i -> new StoredLabel(bought, i + 1, labels.get(i)))
                .toList();
    }
}
