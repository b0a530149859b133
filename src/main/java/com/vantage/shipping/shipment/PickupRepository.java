package com.vantage.shipping.shipment;

import static java.util.Objects.requireNonNull;

import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.security.Actor;
import com.vantage.shipping.model.CarrierPickup;
import com.vantage.shipping.shipment.AuditTrail.Action;
import com.vantage.shipping.shipment.IdempotencyStore.Claim;
import com.vantage.shipping.shipment.IdempotencyStore.KeyInUseException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.hibernate.LockMode;
import org.jspecify.annotations.Nullable;

/** Reads and writes pickups. Each change locks the row and has no effect in a state that does not allow it. */
@ApplicationScoped
class PickupRepository {
    private final ShipmentTransactions database;
    private final IdempotencyStore keys;
    private final AuditTrail trail;
    private final PurchaseConfig config;
    private final Clock clock;

    PickupRepository(
            ShipmentTransactions database,
            IdempotencyStore keys,
            AuditTrail trail,
            PurchaseConfig config,
            Clock clock) {
        this.database = database;
        this.keys = keys;
        this.trail = trail;
        this.config = config;
        this.clock = clock;
    }

    Uni<Optional<Pickup>> find(String id) {
        return Pickup.isId(id)
                ? database.execute(queries -> queries.session().get(Pickup.class, id))
                        .map(Optional::ofNullable)
                : Uni.createFrom().item(Optional.empty());
    }

    /**
     * Stores a requested pickup together with its key, before the carrier is asked.
     *
     * @return empty if another request holds the key
     */
    Uni<Optional<Pickup>> open(ValidatedPickup request, Claim claim, Actor actor) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String requestId = RequestId.current();
        return database.inTransaction(queries -> queries.nextPickupNumber()
                        .map(number -> new Pickup(
                                request, number, claim.client(), requestId, now, now.plus(config.leaseDuration())))
                        .call(pickup -> queries.session().insert(pickup))
                        .call(pickup -> keys.claim(queries, claim, pickup.id()))
                        .call(pickup -> trail.add(queries, actor, Action.SCHEDULE_PICKUP, pickup)))
                .map(Optional::of)
                .onFailure(KeyInUseException.class)
                .recoverWithUni(() -> findOpened(claim));
    }

    /** The pickup that this request has stored, if the result of its commit was lost. */
    private Uni<Optional<Pickup>> findOpened(Claim claim) {
        return keys.find(claim).flatMap(found -> found.filter(key -> key.isClaimedBy(claim))
                .map(key -> find(key.shipmentId()))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /**
     * Stores what the carrier has scheduled, and the response of the key.
     *
     * @param settledBy the service if it found out later; null for the request itself, which is audited already
     * @param response of the stored pickup
     */
    Uni<Pickup> markScheduled(
            Pickup pickup,
            CarrierPickup scheduled,
            @Nullable Actor settledBy,
            Function<Pickup, StoredResponse> response) {
        return change(pickup, (queries, row) -> {
            if (!row.state().isUnsettled()) {
                return Uni.createFrom().item(row);
            }
            return queries.lockScheduledPickups(
                            pickup.carrier().value(), scheduled.confirmation(), pickup.date(), scheduled.location())
                    .invoke(others -> row.setScheduled(scheduled, !others.isEmpty()))
                    .chain(() -> queries.session().update(row))
                    .chain(() -> keys.storeResponse(queries, response.apply(row)))
                    .chain(() -> settledBy == null
                            ? Uni.createFrom().voidItem()
                            : trail.add(queries, settledBy, Action.SETTLE, row))
                    .replaceWith(row);
        });
    }

    /** Stores the carrier's refusal and the response of the key, and deletes the address. */
    Uni<Pickup> markDeclined(Pickup pickup, String code, String reason, StoredResponse response) {
        return change(pickup, (queries, row) -> {
            if (!row.state().isUnsettled()) {
                return Uni.createFrom().item(row);
            }
            row.setDeclined(code, reason);
            return queries.session()
                    .update(row)
                    .chain(() -> keys.storeResponse(queries, response))
                    .replaceWith(row);
        });
    }

    /**
     * Stores that the outcome is unknown. The key stays claimed, so that a retry sends no second driver.
     *
     * @param due when the carrier is asked about it; null if it cannot tell
     */
    Uni<Pickup> markUnknown(Pickup pickup, String code, String reason, @Nullable Instant due) {
        return change(pickup, (queries, row) -> {
            if (!row.state().isUnsettled()) {
                return Uni.createFrom().item(row);
            }
            row.setUnknown(code, reason, due);
            return queries.session().update(row).replaceWith(row);
        });
    }

    /** Deletes a pickup about which the carrier was certainly not asked, and releases its key. */
    Uni<Void> delete(Pickup pickup) {
        return database.inTransaction(
                        queries -> queries.deletePickup(pickup.id()).chain(() -> keys.release(queries, pickup.id())))
                .replaceWithVoid();
    }

    /**
     * Cancels a scheduled pickup here alone if others have the same number of the carrier, which goes on for them. Its state tells
     * whether that was so.
     */
    Uni<Pickup> cancelShared(Pickup pickup, Actor actor) {
        return database.inTransaction(queries -> queries.lockScheduledPickups(
                        pickup.carrier().value(),
                        requireNonNull(pickup.confirmation()),
                        pickup.date(),
                        pickup.toCarrierPickup().location())
                .flatMap(sharing -> queries.session()
                        .get(Pickup.class, pickup.id())
                        .call(row -> row.state() == PickupState.SCHEDULED && sharing.size() > 1
                                ? cancel(queries, row, actor)
                                : Uni.createFrom().voidItem())));
    }

    /** Stores that the carrier has cancelled it. */
    Uni<Pickup> markCancelled(Pickup pickup, Actor actor) {
        return change(
                pickup,
                (queries, row) -> row.state() == PickupState.SCHEDULED
                        ? cancel(queries, row, actor).replaceWith(row)
                        : Uni.createFrom().item(row));
    }

    private Uni<Void> cancel(ShipmentQueries queries, Pickup row, Actor actor) {
        row.setCancelled();
        return queries.session().update(row).chain(() -> trail.add(queries, actor, Action.CANCEL_PICKUP, row));
    }

    /** Leases due pickups: no other replica takes them, and they are due again if this one stops. */
    Uni<List<Pickup>> leaseDue(int limit) {
        Instant now = clock.instant();
        return database.execute(queries -> queries.leaseDuePickups(now, now.plus(config.leaseDuration()), limit));
    }

    /** Sets when the carrier is asked about it next; null for never. */
    Uni<Void> postpone(Pickup pickup, @Nullable Instant due) {
        return database.execute(queries -> queries.postponePickup(pickup.id(), due))
                .replaceWithVoid();
    }

    /** Deletes so many pickups created before this time, and returns how many. */
    Uni<Integer> deleteOld(Instant before, int limit) {
        return database.execute(queries -> queries.deleteOldPickups(before, limit));
    }

    private Uni<Pickup> change(Pickup pickup, BiFunction<ShipmentQueries, Pickup, Uni<Pickup>> change) {
        return database.inTransaction(queries -> queries.session()
                .get(Pickup.class, pickup.id(), LockMode.PESSIMISTIC_WRITE)
                .flatMap(row -> change.apply(queries, row)));
    }
}
