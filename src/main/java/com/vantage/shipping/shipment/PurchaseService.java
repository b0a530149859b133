package com.vantage.shipping.shipment;

import com.vantage.shipping.api.GracefulShutdown;
import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.carrier.CarrierResult;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.NotAsked;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.shipment.IdempotencyStore.Claim;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Buys a label: stores the purchase, calls the carrier, stores the outcome. The carrier is never called inside a
 * transaction, nor twice for one row.
 */
@ApplicationScoped
class PurchaseService {
    /** Retry-After for a purchase in progress. */
    private static final Duration IN_PROGRESS_RETRY_AFTER = Duration.ofSeconds(2);
    /** Retry-After for a purchase with unknown outcome. */
    private static final Duration UNKNOWN_RETRY_AFTER = Duration.ofSeconds(30);

    private final PurchaseTransactions transactions;
    private final ShipmentRepository shipments;
    private final IdempotencyStore keys;
    private final PurchaseResponses responses;
    private final PurchaseConfig config;
    private final Clock clock;
    private final GracefulShutdown shutdown;

    PurchaseService(
            PurchaseTransactions transactions,
            ShipmentRepository shipments,
            IdempotencyStore keys,
            PurchaseResponses responses,
            PurchaseConfig config,
            Clock clock,
            GracefulShutdown shutdown) {
        this.transactions = transactions;
        this.shipments = shipments;
        this.keys = keys;
        this.responses = responses;
        this.config = config;
        this.clock = clock;
        this.shutdown = shutdown;
    }

    /** The stored response of this key, if there is one. Fails with a problem while the key's purchase has none yet. */
    Uni<Optional<StoredResponse>> replay(Claim claim) {
        return keys.find(claim)
                .flatMap(found -> found.map(key -> responseOf(claim, key).map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /** Buys a label; if another request holds the key, returns the response of that request. */
    Uni<StoredResponse> purchase(ValidatedPurchase purchase, Optional<Claim> claim) {
        return shutdown.track(transactions.open(purchase, claim).flatMap(opened -> opened.map(
                        shipment -> buy(purchase, shipment, claim.isPresent()))
                .orElseGet(() -> replay(claim.orElseThrow())
                        .map(response -> response.orElseThrow(PurchaseService::keyReleased)))));
    }

    private Uni<StoredResponse> responseOf(Claim claim, IdempotencyRecord key) {
        if (!key.isSameRequest(claim)) {
            return Uni.createFrom().failure(key.mismatch());
        }
        return key.response().map(response -> Uni.createFrom().item(response)).orElseGet(() -> shipments
                .find(key.shipmentId())
                .map(Optional::orElseThrow)
                .map(shipment -> {
                    throw withoutResponse(shipment);
                }));
    }

    private ProblemException withoutResponse(Shipment shipment) {
        return isInProgress(shipment) ? inProgressProblem().shipmentId(shipment.id()) : unknownProblem(shipment, true);
    }

    /** The other request has just released the key, as it bought nothing. */
    private static ProblemException keyReleased() {
        return inProgressProblem();
    }

    private static ProblemException inProgressProblem() {
        return ProblemType.IN_PROGRESS.withDetail("the purchase is in progress").retryAfter(IN_PROGRESS_RETRY_AFTER);
    }

    /**
     * The reconciler stores the response together with the state, so that a state it has set never lacks the response.
     */
    private boolean isInProgress(Shipment shipment) {
        return shipment.state() != PurchaseState.UNKNOWN
                && shipment.createdAt().plus(config.leaseDuration()).isAfter(clock.instant());
    }

    private static ProblemException unknownProblem(Shipment shipment, boolean hasKey) {
        return hasKey
                ? ProblemType.PURCHASE_UNKNOWN
                        .withDetail("the carrier gave no usable answer; retry with the same "
                                + "Idempotency-Key, which does not buy twice")
                        .shipmentId(shipment.id())
                        .retryAfter(UNKNOWN_RETRY_AFTER)
                : ProblemType.PURCHASE_UNKNOWN
                        .withDetail("the carrier gave no usable answer; without an Idempotency-Key, a retry "
                                + "buys another label: poll this shipment until its status is known")
                        .shipmentId(shipment.id())
                        .retryable(false);
    }

    /** @param hasKey whether the caller can retry without buying twice */
    private Uni<StoredResponse> buy(ValidatedPurchase purchase, Shipment shipment, boolean hasKey) {
        PurchaseOrder order = purchase.toPurchaseOrder(shipment);
        return transactions.start(shipment, order).flatMap(purchasing -> {
            long startNanos = System.nanoTime();
            return purchase.carrier().buy(order).flatMap(outcome -> {
                Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
                return recordOutcome(
                        purchasing,
                        hasKey,
                        outcome,
                        CarrierResult.of(purchase.carrier().displayName(), outcome, elapsed));
            });
        });
    }

    private Uni<StoredResponse> recordOutcome(
            Shipment shipment, boolean hasKey, Outcome<PurchaseResult> outcome, CarrierResult result) {
        return switch (outcome) {
            case Answered<PurchaseResult>(var purchased)
            when purchased.labels().size() == shipment.packages().size() -> recordCreated(shipment, hasKey, purchased);
            case Answered<PurchaseResult>(var purchased) ->
                recordUnknown(shipment, hasKey, missingLabels(shipment, purchased), result);
            case Declined<PurchaseResult> declined -> recordDeclined(shipment, declined, result);
            case Failed<PurchaseResult> failed
            when failed.failure().isCertainlyWithoutEffect() ->
                recordNothingBought(shipment, result, notBoughtProblem(failed));
            case Failed<PurchaseResult> failed -> recordUnknown(shipment, hasKey, failed, result);
            case NotAsked<PurchaseResult> notAsked ->
                recordNothingBought(shipment, result, unavailableProblem(notAsked.retryAfter()));
        };
    }

    private static Failed<PurchaseResult> missingLabels(Shipment shipment, PurchaseResult purchased) {
        Log.errorf(
                "Carrier %s returned %d labels for the %d packages of %s",
                shipment.carrier(),
                purchased.labels().size(),
                shipment.packages().size(),
                shipment.id());
        return new Failed<>(Failure.UNREADABLE, "the carrier did not return one label per package", null);
    }

    private Uni<StoredResponse> recordCreated(Shipment shipment, boolean hasKey, PurchaseResult purchased) {
        return transactions
                .markBought(shipment, purchased)
                .map(responses::purchased)
                .onFailure()
                .transform(e -> labelNotStored(shipment, hasKey, e));
    }

    /** Leaves the purchase to the reconciler, which will find it. */
    private static ProblemException labelNotStored(Shipment shipment, boolean hasKey, Throwable cause) {
        Log.errorf(cause, "Could not store the label of %s, which was bought", shipment.id());
        return unknownProblem(shipment, hasKey);
    }

    private Uni<StoredResponse> recordDeclined(
            Shipment shipment, Declined<PurchaseResult> declined, CarrierResult result) {
        StoredResponse response = responses.problem(
                shipment,
                ProblemType.CARRIER_DECLINED
                        .withDetail(declined.reason())
                        .shipmentId(shipment.id())
                        .retryable(false)
                        .carriers(List.of(result)));
        return transactions
                .markDeclined(shipment, declined.code(), declined.reason(), response)
                .replaceWith(response);
    }

    private static ProblemException notBoughtProblem(Failed<?> failed) {
        return switch (failed.failure()) {
            case INTERNAL_ERROR ->
                ProblemType.INTERNAL_ERROR
                        .withDetail("the request to the carrier could not be built; nothing was bought")
                        .retryable(false);
            case CREDENTIALS_REJECTED ->
                ProblemType.CARRIERS_UNAVAILABLE
                        .withDetail("the carrier rejects the credentials of this service; nothing was bought")
                        .retryable(false);
            case RATE_LIMITED, TIMED_OUT, UNREACHABLE, BROKEN, UNREADABLE -> unavailableProblem(failed.retryAfter());
        };
    }

    private static ProblemException unavailableProblem(@Nullable Duration retryAfter) {
        return ProblemType.CARRIERS_UNAVAILABLE
                .withDetail("nothing was bought; it is safe to retry, also with the same Idempotency-Key")
                .retryAfter(retryAfter == null ? UNKNOWN_RETRY_AFTER : retryAfter);
    }

    private Uni<StoredResponse> recordNothingBought(Shipment shipment, CarrierResult result, ProblemException problem) {
        return transactions
                .markWithoutLabel(
                        shipment,
                        PurchaseTransition.REJECT,
                        String.valueOf(result.code()),
                        String.valueOf(result.detail()),
                        null)
                .onItem()
                .transformToUni(written -> Uni.createFrom()
                        .failure(problem.shipmentId(shipment.id()).carriers(List.of(result))));
    }

    private Uni<StoredResponse> recordUnknown(
            Shipment shipment, boolean hasKey, Failed<?> failed, CarrierResult result) {
        return transactions
                .markUnknown(shipment, failed.failure().code(), failed.detail())
                .onFailure()
                .invoke(e -> Log.errorf(e, "Could not mark purchase %s as UNKNOWN", shipment.id()))
                .onFailure()
                .recoverWithNull()
                .onItem()
                .transformToUni(ignored -> Uni.createFrom()
                        .failure(unknownProblem(shipment, hasKey).carriers(List.of(result))));
    }
}
