package com.vantage.shipping.shipment;

import com.vantage.shipping.api.GracefulShutdown;
import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.carrier.CarrierReport;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.NotCalled;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.Purchased;
import com.vantage.shipping.shipment.IdempotencyKeys.Claim;
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
    private static final Duration UNDER_WAY = Duration.ofSeconds(2);
    /** Retry-After for a purchase with unknown outcome. */
    private static final Duration UNSETTLED = Duration.ofSeconds(30);

    private final ShipmentRepository shipments;
    private final IdempotencyKeys keys;
    private final PurchaseReplies replies;
    private final PurchasesConfig config;
    private final Clock clock;
    private final GracefulShutdown departure;

    PurchaseService(
            ShipmentRepository shipments,
            IdempotencyKeys keys,
            PurchaseReplies replies,
            PurchasesConfig config,
            Clock clock,
            GracefulShutdown departure) {
        this.shipments = shipments;
        this.keys = keys;
        this.replies = replies;
        this.config = config;
        this.clock = clock;
        this.departure = departure;
    }

    /** The stored response of this key, if there is one. Fails with a problem while the key's purchase has none yet. */
    Uni<Optional<StoredReply>> earlier(Claim claim) {
        return keys.find(claim)
                .flatMap(found -> found.map(used -> replay(claim, used).map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /** Buys a label; if another request holds the key, returns the response of that request. */
    Uni<StoredReply> make(ValidatedPurchase order, Optional<Claim> claim) {
        return departure.track(shipments.open(order, claim).flatMap(opened -> opened.map(
                        shipment -> buy(order, shipment, claim.isPresent()))
                .orElseGet(() ->
                        earlier(claim.orElseThrow()).map(reply -> reply.orElseThrow(PurchaseService::justFreed)))));
    }

    private Uni<StoredReply> replay(Claim claim, IdempotencyKey used) {
        if (!used.isSameRequest(claim)) {
            return Uni.createFrom()
                    .failure(ProblemType.IDEMPOTENCY_MISMATCH
                            .withDetail("this Idempotency-Key was already used for a different request")
                            .shipmentId(used.shipmentId())
                            .retryable(false));
        }
        return used.reply().map(reply -> Uni.createFrom().item(reply)).orElseGet(() -> shipments
                .find(used.shipmentId())
                .map(Optional::orElseThrow)
                .map(shipment -> {
                    throw unanswered(shipment);
                }));
    }

    private ProblemException unanswered(Shipment shipment) {
        return isUnderWay(shipment) ? inProgress().shipmentId(shipment.id()) : unknown(shipment, true);
    }

    /** The other request has just released the key, as it bought nothing. */
    private static ProblemException justFreed() {
        return inProgress();
    }

    private static ProblemException inProgress() {
        return ProblemType.IN_PROGRESS.withDetail("the purchase is in progress").retryAfter(UNDER_WAY);
    }

    /**
     * The reconciler stores the response together with the state, so that a state it has set never lacks the response.
     */
    private boolean isUnderWay(Shipment shipment) {
        return shipment.state() != ShipmentState.UNKNOWN
                && shipment.createdAt().plus(config.leaseDuration()).isAfter(clock.instant());
    }

    private static ProblemException unknown(Shipment shipment, boolean hasKey) {
        return hasKey
                ? ProblemType.PURCHASE_UNKNOWN
                        .withDetail("the carrier gave no usable answer; retry with the same "
                                + "Idempotency-Key, which does not buy twice")
                        .shipmentId(shipment.id())
                        .retryAfter(UNSETTLED)
                : ProblemType.PURCHASE_UNKNOWN
                        .withDetail("the carrier gave no usable answer; without an Idempotency-Key, a retry "
                                + "buys another label: poll this shipment until its status is known")
                        .shipmentId(shipment.id())
                        .retryable(false);
    }

    /** @param hasKey whether the caller can retry without buying twice */
    private Uni<StoredReply> buy(ValidatedPurchase order, Shipment shipment, boolean hasKey) {
        PurchaseOrder wanted = order.toPurchaseOrder(shipment);
        return shipments.start(shipment, wanted).flatMap(started -> {
            long asked = System.nanoTime();
            return order.carrier().buy(wanted).flatMap(outcome -> {
                Duration waited = Duration.ofNanos(System.nanoTime() - asked);
                return settle(
                        started,
                        hasKey,
                        outcome,
                        CarrierReport.of(order.carrier().displayName(), outcome, waited));
            });
        });
    }

    private Uni<StoredReply> settle(
            Shipment shipment, boolean hasKey, Outcome<Purchased> outcome, CarrierReport report) {
        return switch (outcome) {
            case Answered<Purchased>(var purchased)
            when purchased.labels().size() == shipment.packages().size() -> created(shipment, hasKey, purchased);
            case Answered<Purchased>(var purchased) ->
                unknown(shipment, hasKey, incomplete(shipment, purchased), report);
            case Declined<Purchased> no -> declined(shipment, no, report);
            case Failed<Purchased> failed
            when surelyNotBought(failed) -> nothingBought(shipment, report, notBought(failed));
            case Failed<Purchased> failed -> unknown(shipment, hasKey, failed, report);
            case NotCalled<Purchased> notAsked -> nothingBought(shipment, report, unavailable(notAsked.retryAfter()));
        };
    }

    /** A carrier that rejects our credentials or rate limits us has sold nothing; nor has one that was not called. */
    private static boolean surelyNotBought(Failed<?> failed) {
        return switch (failed.failure()) {
            case CREDENTIALS_REJECTED, RATE_LIMITED, INTERNAL_ERROR -> true;
            case TIMED_OUT, UNREACHABLE, BROKEN, UNREADABLE -> false;
        };
    }

    private static Failed<Purchased> incomplete(Shipment shipment, Purchased purchased) {
        Log.errorf(
                "Carrier %s returned %d labels for the %d packages of %s",
                shipment.carrier(),
                purchased.labels().size(),
                shipment.packages().size(),
                shipment.id());
        return new Failed<>(Failure.UNREADABLE, "the carrier did not return one label per package", null);
    }

    private Uni<StoredReply> created(Shipment shipment, boolean hasKey, Purchased purchased) {
        return shipments
                .bought(shipment, purchased)
                .map(replies::created)
                .onFailure()
                .transform(e -> boughtButNotWritten(shipment, hasKey, e));
    }

    /** Leaves the purchase to the reconciler, which will find it. */
    private static ProblemException boughtButNotWritten(Shipment shipment, boolean hasKey, Throwable cause) {
        Log.errorf(cause, "Could not store the label of %s, which was bought", shipment.id());
        return unknown(shipment, hasKey);
    }

    private Uni<StoredReply> declined(Shipment shipment, Declined<Purchased> no, CarrierReport report) {
        StoredReply reply = replies.refused(
                shipment,
                ProblemType.CARRIER_DECLINED
                        .withDetail(no.reason())
                        .shipmentId(shipment.id())
                        .retryable(false)
                        .carriers(List.of(report)));
        return shipments.declined(shipment, no.code(), no.reason(), reply).replaceWith(reply);
    }

    private static ProblemException notBought(Failed<?> failed) {
        return switch (failed.failure()) {
            case INTERNAL_ERROR ->
                ProblemType.INTERNAL_ERROR
                        .withDetail("the request to the carrier could not be built; nothing was bought")
                        .retryable(false);
            case CREDENTIALS_REJECTED ->
                ProblemType.CARRIERS_UNAVAILABLE
                        .withDetail("the carrier rejects the credentials of this service; nothing was bought")
                        .retryable(false);
            case RATE_LIMITED, TIMED_OUT, UNREACHABLE, BROKEN, UNREADABLE -> unavailable(failed.retryAfter());
        };
    }

    private static ProblemException unavailable(@Nullable Duration retryAfter) {
        return ProblemType.CARRIERS_UNAVAILABLE
                .withDetail("nothing was bought; it is safe to retry, also with the same Idempotency-Key")
                .retryAfter(retryAfter == null ? UNSETTLED : retryAfter);
    }

    private Uni<StoredReply> nothingBought(Shipment shipment, CarrierReport report, ProblemException problem) {
        return shipments
                .withoutLabel(
                        shipment,
                        Transition.TURN_AWAY,
                        String.valueOf(report.code()),
                        String.valueOf(report.detail()),
                        null)
                .onItem()
                .transformToUni(written -> Uni.createFrom()
                        .failure(problem.shipmentId(shipment.id()).carriers(List.of(report))));
    }

    private Uni<StoredReply> unknown(Shipment shipment, boolean hasKey, Failed<?> failed, CarrierReport report) {
        return shipments
                .lostSight(shipment, failed.failure().code(), failed.detail())
                .onFailure()
                .invoke(e -> Log.errorf(e, "Could not mark purchase %s as UNKNOWN", shipment.id()))
                .onFailure()
                .recoverWithNull()
                .onItem()
                .transformToUni(ignored ->
                        Uni.createFrom().failure(unknown(shipment, hasKey).carriers(List.of(report))));
    }
}
