package com.vantage.shipping.shipment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.access.RequestId;
import com.vantage.shipping.carrier.CarrierReport;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.ShortCircuited;
import com.vantage.shipping.model.Purchased;
import com.vantage.shipping.problem.Problem;
import com.vantage.shipping.problem.ProblemException;
import com.vantage.shipping.shipment.IdempotencyKeys.Claim;
import com.vantage.shipping.shipment.IdempotencyKeys.Used;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Buys a label: writes it down, asks the carrier, writes what became of it. No carrier is asked inside a transaction, and
 * none is asked twice for one row.
 */
@ApplicationScoped
class Purchase {
    /** When to come back to a purchase that somebody else is making just now. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(2);
    /** When to come back to a purchase that nobody knows the end of. */
    private static final Duration UNSETTLED = Duration.ofSeconds(30);

    /** A purchase that is older than this is no longer being made: whoever made it is gone. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final ShipmentRepository shipments;
    private final IdempotencyKeys keys;
    private final ObjectMapper json;
    private final Clock clock;

    Purchase(ShipmentRepository shipments, IdempotencyKeys keys, ObjectMapper json, Clock clock) {
        this.shipments = shipments;
        this.keys = keys;
        this.json = json;
        this.clock = clock;
    }

    /** The answer that this key got before, if it got one. Fails with a problem while there is none yet. */
    Uni<Optional<Reply>> earlier(Claim claim) {
        return keys.find(claim)
                .flatMap(found -> found.map(used -> replay(claim, used).map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /** Buys, unless somebody else holds the key: then answers as they were answered. */
    Uni<Reply> make(Order order, Optional<Claim> claim) {
        return shipments.open(order, claim).flatMap(opened -> opened.map(shipment -> buy(order, shipment, claim))
                .orElseGet(() -> earlier(claim.orElseThrow()).map(Optional::orElseThrow)));
    }

    private Uni<Reply> replay(Claim claim, Used used) {
        if (!used.isSameRequest(claim)) {
            return Uni.createFrom()
                    .failure(Problem.IDEMPOTENCY_MISMATCH
                            .because("this Idempotency-Key came with another body before")
                            .shipment(used.shipmentId())
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
        return isUnderWay(shipment)
                ? Problem.IN_PROGRESS
                        .because("the purchase is being made")
                        .shipment(shipment.id())
                        .retryAfter(UNDER_WAY)
                : unknown(shipment);
    }

    private boolean isUnderWay(Shipment shipment) {
        return shipment.state() == ShipmentState.PURCHASING
                && shipment.createdAt().plus(LONGEST).isAfter(clock.instant());
    }

    private static ProblemException unknown(Shipment shipment) {
        return Problem.PURCHASE_UNKNOWN
                .because("the carrier was asked and gave no answer; ask again with the same Idempotency-Key, "
                        + "nothing is bought twice")
                .shipment(shipment.id())
                .retryAfter(UNSETTLED);
    }

    private Uni<Reply> buy(Order order, Shipment shipment, Optional<Claim> claim) {
        return Uni.createFrom().deferred(() -> {
            long started = System.nanoTime();
            return order.carrier()
                    .buy(order.toPurchaseOrder(shipment))
                    .flatMap(outcome -> settle(
                            order,
                            shipment,
                            claim,
                            outcome,
                            CarrierReport.of(
                                    order.carrier().displayName(),
                                    outcome,
                                    Duration.ofNanos(System.nanoTime() - started))));
        });
    }

    private Uni<Reply> settle(
            Order order, Shipment shipment, Optional<Claim> claim, Outcome<Purchased> outcome, CarrierReport report) {
        return switch (outcome) {
            case Answered<Purchased>(var purchased) -> created(order, shipment, claim, purchased);
            case Declined<Purchased> no -> declined(shipment, claim, no, report);
            case Failed<Purchased> failed
            when surelyNotBought(failed) -> nothingBought(shipment, claim, report, failed.retryAfter());
            case Failed<Purchased> failed -> unknown(shipment, failed, report);
            case ShortCircuited<Purchased> notAsked -> nothingBought(shipment, claim, report, notAsked.retryAfter());
        };
    }

    /** A carrier that turns us away at the door has sold nothing. */
    private static boolean surelyNotBought(Failed<?> failed) {
        return failed.failure() == Failure.REFUSED_US || failed.failure() == Failure.THROTTLED_US;
    }

    private Uni<Reply> created(Order order, Shipment shipment, Optional<Claim> claim, Purchased purchased) {
        if (purchased.labels().size() != shipment.packages().size()) {
            Log.errorf(
                    "%s sold %d labels for the %d packages of %s",
                    order.carrier().code(),
                    purchased.labels().size(),
                    shipment.packages().size(),
                    shipment.id());
            Failed<Purchased> failed = new Failed<>(Failure.UNREADABLE, "not one label for each package", null);
            return unknown(shipment, failed, CarrierReport.of(order.carrier().displayName(), failed, Duration.ZERO));
        }
        Reply reply = new Reply(
                201,
                write(ShipmentView.of(
                        shipment.bought(purchased), order.carrier().displayName(), RequestId.current())),
                false,
                shipment.id());
        return shipments
                .created(shipment, purchased, claim, reply)
                .replaceWith(reply)
                .onFailure()
                .transform(e -> boughtButNotWritten(shipment, e));
    }

    private static ProblemException boughtButNotWritten(Shipment shipment, Throwable cause) {
        Log.errorf(cause, "A label of %s was bought and could not be written down", shipment.id());
        return unknown(shipment);
    }

    private Uni<Reply> declined(
            Shipment shipment, Optional<Claim> claim, Declined<Purchased> no, CarrierReport report) {
        ProblemException problem = Problem.CARRIER_DECLINED
                .because(no.reason())
                .shipment(shipment.id())
                .retryable(false)
                .carriers(List.of(report));
        Reply reply = new Reply(
                problem.problem().status(), write(problem.details(RequestId.current())), false, shipment.id());
        return shipments
                .declined(shipment, no.code(), no.reason(), claim, reply)
                .replaceWith(reply);
    }

    private Uni<Reply> nothingBought(
            Shipment shipment, Optional<Claim> claim, CarrierReport report, @Nullable Duration retryAfter) {
        ProblemException problem = Problem.CARRIERS_UNAVAILABLE
                .because("nothing was bought; the same Idempotency-Key may be used again")
                .shipment(shipment.id())
                .retryAfter(retryAfter == null ? UNSETTLED : retryAfter)
                .carriers(List.of(report));
        return shipments
                .nothingBought(shipment, String.valueOf(report.code()), String.valueOf(report.detail()), claim)
                .onItem()
                .transformToUni(written -> Uni.createFrom().failure(problem));
    }

    private Uni<Reply> unknown(Shipment shipment, Failed<?> failed, CarrierReport report) {
        return shipments
                .unknown(shipment, failed.failure().word(), failed.detail())
                .onFailure()
                .invoke(e -> Log.errorf(e, "That the purchase of %s is unknown could not be written", shipment.id()))
                .onFailure()
                .recoverWithNull()
                .onItem()
                .transformToUni(
                        ignored -> Uni.createFrom().failure(unknown(shipment).carriers(List.of(report))));
    }

    private byte[] write(Object body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
