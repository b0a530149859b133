package com.vantage.shipping.shipment;

import com.vantage.shipping.api.GracefulShutdown;
import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.security.Actor;
import com.vantage.shipping.carrier.CallerContext;
import com.vantage.shipping.carrier.CarrierReport;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.NotCalled;
import com.vantage.shipping.model.Cancellation;
import com.vantage.shipping.model.CancellationListener;
import com.vantage.shipping.model.Cancelled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Voids labels. The carrier is called first, then the row is updated. Voiding a label twice succeeds at the carriers,
 * so a caller who lost the response can simply repeat the request.
 */
@ApplicationScoped
class CancellationService {
    private static final Duration UNDER_WAY = Duration.ofSeconds(5);

    private final ShipmentRepository shipments;
    private final Carriers carriers;
    private final GracefulShutdown departure;
    private final CancellationListener listener;

    CancellationService(
            ShipmentRepository shipments,
            Carriers carriers,
            GracefulShutdown departure,
            CancellationListener listener) {
        this.shipments = shipments;
        this.carriers = carriers;
        this.departure = departure;
        this.listener = listener;
    }

    /** Voids a shipment's labels and returns the changed shipment. Fails with a problem if they were not voided. */
    Uni<Shipment> cancel(Shipment shipment, Actor actor) {
        return switch (shipment.state()) {
            case CREATED -> departure.track(ask(shipment, actor));
            case CANCELLED, REFUND_PENDING -> Uni.createFrom().item(shipment);
            case REQUESTED, PURCHASING, UNKNOWN ->
                Uni.createFrom()
                        .failure(ProblemType.IN_PROGRESS
                                .withDetail("the outcome of the purchase is not known yet")
                                .shipmentId(shipment.id())
                                .retryAfter(UNDER_WAY));
            case DECLINED, NOTHING_BOUGHT -> Uni.createFrom().failure(notCancellable(shipment, "nothing was bought"));
        };
    }

    private Uni<Shipment> ask(Shipment shipment, Actor actor) {
        GuardedCarrier carrier = carriers.find(shipment.carrier()).orElseThrow(() -> ProblemType.CARRIERS_UNAVAILABLE
                .withDetail("this carrier is disabled")
                .shipmentId(shipment.id())
                .retryable(false));
        long asked = System.nanoTime();
        return carrier.cancel(new Cancellation(
                        Objects.requireNonNull(shipment.carrierShipmentId()), shipment.trackingNumbers()))
                .flatMap(outcome -> {
                    if (outcome instanceof Answered<Cancelled>(var cancelled)) {
                        return shipments
                                .cancelled(shipment, cancelled.refundPending(), actor)
                                .call(this::tell);
                    }
                    Duration waited = Duration.ofNanos(System.nanoTime() - asked);
                    CarrierReport report = CarrierReport.of(carrier.displayName(), outcome, waited);
                    return Uni.createFrom().failure(refused(shipment, outcome).carriers(List.of(report)));
                });
    }

    private Uni<Void> tell(Shipment cancelled) {
        return Uni.createFrom()
                .completionStage(() -> listener.cancelled(cancelled.id()))
                .emitOn(CallerContext.current());
    }

    private static ProblemException refused(Shipment shipment, Outcome<Cancelled> outcome) {
        return switch (outcome) {
            case Answered<Cancelled> done -> throw new IllegalStateException("an answer is not a refusal");
            case Declined<Cancelled> no -> notCancellable(shipment, no.reason());
            case Failed<Cancelled> failed
            when failed.failure() == Failure.INTERNAL_ERROR ->
                ProblemType.INTERNAL_ERROR
                        .withDetail("the request to the carrier could not be built")
                        .shipmentId(shipment.id())
                        .retryable(false);
            case Failed<Cancelled> failed ->
                (failed.failure() == Failure.TIMED_OUT ? ProblemType.CARRIER_TIMEOUT : ProblemType.CARRIER_ERROR)
                        .withDetail("the carrier gave no usable answer; it is safe to retry")
                        .shipmentId(shipment.id())
                        .retryable(failed.failure().isTransient());
            case NotCalled<Cancelled> notAsked ->
                ProblemType.CARRIERS_UNAVAILABLE
                        .withDetail("the carrier is not called now: "
                                + notAsked.reason().description())
                        .shipmentId(shipment.id())
                        .retryAfter(notAsked.retryAfter());
        };
    }

    private static ProblemException notCancellable(Shipment shipment, String why) {
        return ProblemType.NOT_CANCELLABLE
                .withDetail(why)
                .shipmentId(shipment.id())
                .retryable(false);
    }
}
