package com.vantage.shipping.shipment;

import com.vantage.shipping.api.GracefulShutdown;
import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.security.Actor;
import com.vantage.shipping.carrier.CarrierResult;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.NotAsked;
import com.vantage.shipping.model.CarrierPickup;
import com.vantage.shipping.model.PickupOrder;
import com.vantage.shipping.shipment.IdempotencyStore.Claim;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Schedules and cancels pickups: stores the pickup, asks the carrier once, stores the outcome. {@link PickupReconciler} settles those
 * with an unknown outcome at carriers that list their pickups.
 */
@ApplicationScoped
class PickupService {
    private static final Duration IN_PROGRESS_RETRY_AFTER = Duration.ofSeconds(5);
    private static final Duration UNKNOWN_RETRY_AFTER = Duration.ofSeconds(30);

    private final PickupRepository pickups;
    private final IdempotencyStore keys;
    private final PurchaseResponses responses;
    private final Carriers carriers;
    private final PurchaseConfig config;
    private final GracefulShutdown shutdown;
    private final Clock clock;

    PickupService(
            PickupRepository pickups,
            IdempotencyStore keys,
            PurchaseResponses responses,
            Carriers carriers,
            PurchaseConfig config,
            GracefulShutdown shutdown,
            Clock clock) {
        this.pickups = pickups;
        this.keys = keys;
        this.responses = responses;
        this.carriers = carriers;
        this.config = config;
        this.shutdown = shutdown;
        this.clock = clock;
    }

    /** The stored response of this key, if there is one. Fails with a problem while the key's pickup has none yet. */
    Uni<Optional<StoredResponse>> replay(Claim claim) {
        return keys.find(claim)
                .flatMap(found -> found.map(key -> responseOf(claim, key).map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private Uni<StoredResponse> responseOf(Claim claim, IdempotencyRecord key) {
        if (!key.isSameRequest(claim)) {
            return Uni.createFrom().failure(key.mismatch());
        }
        return key.response()
                .map(response -> Uni.createFrom().item(response))
                .orElseGet(() -> pickups.find(key.shipmentId()).map(found -> {
                    // It was deleted together with its key just now if it is missing
                    throw found.filter(pickup -> !isInProgress(pickup))
                            .map(this::unknownProblem)
                            .orElseGet(() -> inProgressProblem().pickupId(key.shipmentId()));
                }));
    }

    /** Schedules a pickup; if another request holds the key, returns the response of that request. */
    Uni<StoredResponse> schedule(ValidatedPickup request, Claim claim, Actor actor) {
        return shutdown.track(pickups.open(request, claim, actor)
                .flatMap(opened -> opened.map(pickup -> ask(request, pickup)).orElseGet(() -> replay(claim)
                        .map(response -> response.orElseThrow(PickupService::inProgressProblem)))));
    }

    private Uni<StoredResponse> ask(ValidatedPickup request, Pickup pickup) {
        PickupOrder order = pickup.toOrder();
        GuardedCarrier carrier = request.carrier();
        long startNanos = System.nanoTime();
        return carrier.checkPickup(order)
                .flatMap(checked -> checked instanceof Answered<PickupOrder>
                        ? carrier.schedulePickup(order)
                                .flatMap(outcome -> record(pickup, outcome, result(carrier, outcome, startNanos)))
                        : recordNotAvailable(pickup, checked, result(carrier, checked, startNanos)));
    }

    private Uni<StoredResponse> record(Pickup pickup, Outcome<CarrierPickup> outcome, CarrierResult result) {
        return switch (outcome) {
            case Answered<CarrierPickup>(var scheduled) -> recordScheduled(pickup, scheduled);
            case Declined<CarrierPickup> declined -> recordDeclined(pickup, declined, result);
            case Failed<CarrierPickup> failed
            when failed.failure().isCertainlyWithoutEffect() -> recordNotScheduled(pickup, result, failed.retryAfter());
            case Failed<CarrierPickup> failed -> recordUnknown(pickup, failed, result);
            case NotAsked<CarrierPickup> notAsked -> recordNotScheduled(pickup, result, notAsked.retryAfter());
        };
    }

    /** Whatever becomes of the check, no driver comes. */
    private Uni<StoredResponse> recordNotAvailable(Pickup pickup, Outcome<?> checked, CarrierResult result) {
        return switch (checked) {
            case Declined<?> declined -> recordDeclined(pickup, declined, result);
            case Failed<?> failed -> recordNotScheduled(pickup, result, failed.retryAfter());
            case NotAsked<?> notAsked -> recordNotScheduled(pickup, result, notAsked.retryAfter());
            case Answered<?> answered -> throw new IllegalStateException("an answer means that it is available");
        };
    }

    private Uni<StoredResponse> recordScheduled(Pickup pickup, CarrierPickup scheduled) {
        return pickups.markScheduled(pickup, scheduled, null, this::scheduled)
                .map(this::scheduled)
                .onFailure()
                .transform(e -> {
                    Log.errorf(
                            e,
                            "Could not store pickup %s, which %s has scheduled as %s, location %s",
                            pickup.id(),
                            pickup.carrier(),
                            scheduled.confirmation(),
                            scheduled.location());
                    return unknownProblem(pickup);
                });
    }

    /** The response to the request that scheduled this pickup. */
    StoredResponse scheduled(Pickup pickup) {
        return new StoredResponse(201, responses.toJson(view(pickup, pickup.requestId())), false, pickup.id());
    }

    /** The pickup in the API. */
    PickupView view(Pickup pickup, String requestId) {
        return PickupView.of(pickup, displayName(pickup), requestId);
    }

    private Uni<StoredResponse> recordDeclined(Pickup pickup, Declined<?> declined, CarrierResult result) {
        ProblemException problem = ProblemType.CARRIER_DECLINED
                .withDetail(declined.reason())
                .pickupId(pickup.id())
                .retryable(false)
                .carriers(List.of(result));
        StoredResponse response = new StoredResponse(
                problem.problem().status(), responses.toJson(problem.details(pickup.requestId())), false, pickup.id());
        return pickups.markDeclined(pickup, declined.code(), declined.reason(), response)
                .replaceWith(response);
    }

    private Uni<StoredResponse> recordNotScheduled(Pickup pickup, CarrierResult result, @Nullable Duration retryAfter) {
        return pickups.delete(pickup).map(deleted -> {
            throw ProblemType.CARRIERS_UNAVAILABLE
                    .withDetail("no pickup was scheduled; it is safe to retry, also with the same Idempotency-Key")
                    .retryAfter(retryAfter == null ? UNKNOWN_RETRY_AFTER : retryAfter)
                    .carriers(List.of(result));
        });
    }

    private Uni<StoredResponse> recordUnknown(Pickup pickup, Failed<?> failed, CarrierResult result) {
        return pickups.markUnknown(pickup, failed.failure().code(), failed.detail(), firstSearch(pickup))
                .onFailure()
                .invoke(e -> Log.errorf(e, "Could not mark pickup %s as UNKNOWN", pickup.id()))
                .onFailure()
                .recoverWithItem(pickup)
                .map(row -> {
                    throw unknownProblem(pickup).carriers(List.of(result));
                });
    }

    /** When the carrier is first asked about a pickup with an unknown outcome; null if it cannot tell. */
    @Nullable
    Instant firstSearch(Pickup pickup) {
        boolean isFindable = carriers.find(pickup.carrier())
                .filter(GuardedCarrier::findsPickups)
                .isPresent();
        if (!isFindable) {
            Log.errorf(
                    "Pickup %s is unknown: %s does not list pickups, so that only its support can tell",
                    pickup.id(), pickup.carrier());
        }
        return isFindable ? clock.instant().plus(config.firstReconcileDelay()) : null;
    }

    /** Cancels a pickup and returns it as changed. Fails with a problem if it was not cancelled. */
    Uni<Pickup> cancel(Pickup pickup, Actor actor) {
        return switch (pickup.state()) {
            case SCHEDULED ->
                shutdown.track(pickups.cancelShared(pickup, actor)
                        .flatMap(row -> row.state() == PickupState.SCHEDULED
                                ? cancelAtCarrier(row, actor)
                                : Uni.createFrom().item(row)));
            case CANCELLED -> Uni.createFrom().item(pickup);
            case DECLINED -> throw notCancellable(pickup, "the carrier declined it: there is nothing to cancel");
            case REQUESTED, UNKNOWN ->
                throw isInProgress(pickup)
                        ? inProgressProblem().pickupId(pickup.id())
                        : notCancellable(
                                pickup,
                                "it is not known whether " + displayName(pickup)
                                        + " has scheduled it, so that there is no number to cancel");
        };
    }

    private Uni<Pickup> cancelAtCarrier(Pickup pickup, Actor actor) {
        GuardedCarrier carrier = carriers.find(pickup.carrier()).orElseThrow(() -> ProblemType.CARRIERS_UNAVAILABLE
                .withDetail("this carrier is disabled")
                .pickupId(pickup.id())
                .retryable(false));
        long startNanos = System.nanoTime();
        return carrier.cancelPickup(pickup.toOrder(), pickup.toCarrierPickup()).flatMap(outcome -> {
            // Not found, or no longer: an earlier request may have cancelled it without getting an answer
            if (outcome instanceof Answered<CarrierPickup> || outcome.isNotFound()) {
                return pickups.markCancelled(pickup, actor);
            }
            throw CancellationService.problem(outcome, reason -> notCancellable(pickup, reason))
                    .pickupId(pickup.id())
                    .carriers(List.of(result(carrier, outcome, startNanos)));
        });
    }

    /** Another replica that was asking has stopped if the lease is over. */
    private boolean isInProgress(Pickup pickup) {
        return pickup.state() == PickupState.REQUESTED
                && pickup.createdAt().plus(config.leaseDuration()).isAfter(clock.instant());
    }

    private ProblemException unknownProblem(Pickup pickup) {
        boolean isFindable = carriers.find(pickup.carrier())
                .filter(GuardedCarrier::findsPickups)
                .isPresent();
        return isFindable
                ? ProblemType.PICKUP_UNKNOWN
                        .withDetail("the carrier gave no usable answer and is asked about it; retry with the same "
                                + "Idempotency-Key, which sends no second driver")
                        .pickupId(pickup.id())
                        .retryAfter(UNKNOWN_RETRY_AFTER)
                : ProblemType.PICKUP_UNKNOWN
                        .withDetail("the carrier gave no usable answer, and " + displayName(pickup)
                                + " does not list pickups: ask its support whether a driver comes")
                        .pickupId(pickup.id())
                        .retryable(false);
    }

    private static ProblemException inProgressProblem() {
        return ProblemType.IN_PROGRESS
                .withDetail("the pickup is being scheduled")
                .retryAfter(IN_PROGRESS_RETRY_AFTER);
    }

    private static ProblemException notCancellable(Pickup pickup, String reason) {
        return ProblemType.PICKUP_NOT_CANCELLABLE
                .withDetail(reason)
                .pickupId(pickup.id())
                .retryable(false);
    }

    private String displayName(Pickup pickup) {
        return carriers.find(pickup.carrier())
                .map(GuardedCarrier::displayName)
                .orElse(pickup.carrier().value());
    }

    private static CarrierResult result(GuardedCarrier carrier, Outcome<?> outcome, long startNanos) {
        return CarrierResult.of(carrier.displayName(), outcome, Duration.ofNanos(System.nanoTime() - startNanos));
    }
}
