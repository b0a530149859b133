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
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.NotAsked;
import com.vantage.shipping.carrier.VertxContextExecutor;
import com.vantage.shipping.model.CancellationListener;
import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.CancellationResult;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Voids labels. The carrier is called first, then the row is updated. Voiding a label twice succeeds at the carriers,
 * so a caller who lost the response can simply repeat the request.
 */
@ApplicationScoped
class CancellationService {
    private static final Duration IN_PROGRESS_RETRY_AFTER = Duration.ofSeconds(5);

    private final PurchaseTransactions transactions;
    private final Carriers carriers;
    private final GracefulShutdown shutdown;
    private final CancellationListener listener;

    CancellationService(
            PurchaseTransactions transactions,
            Carriers carriers,
            GracefulShutdown shutdown,
            CancellationListener listener) {
        this.transactions = transactions;
        this.carriers = carriers;
        this.shutdown = shutdown;
        this.listener = listener;
    }

    /** Voids a shipment's labels and returns the changed shipment. Fails with a problem if they were not voided. */
    Uni<Shipment> cancel(Shipment shipment, Actor actor) {
        return switch (shipment.state()) {
            case CREATED -> shutdown.track(voidLabels(shipment, actor));
            case CANCELLED, REFUND_PENDING -> Uni.createFrom().item(shipment);
            case REQUESTED, PURCHASING, UNKNOWN ->
                Uni.createFrom()
                        .failure(ProblemType.IN_PROGRESS
                                .withDetail("the outcome of the purchase is not known yet")
                                .shipmentId(shipment.id())
                                .retryAfter(IN_PROGRESS_RETRY_AFTER));
            case DECLINED, NOTHING_BOUGHT -> Uni.createFrom().failure(notCancellable(shipment, "nothing was bought"));
        };
    }

    private Uni<Shipment> voidLabels(Shipment shipment, Actor actor) {
        GuardedCarrier carrier = carriers.find(shipment.carrier()).orElseThrow(() -> ProblemType.CARRIERS_UNAVAILABLE
                .withDetail("this carrier is disabled")
                .shipmentId(shipment.id())
                .retryable(false));
        long started = System.nanoTime();
        return carrier.cancel(new CancellationRequest(
                        Objects.requireNonNull(shipment.carrierShipmentId()), shipment.trackingNumbers()))
                .flatMap(outcome -> {
                    if (outcome instanceof Answered<CancellationResult>(var cancelled)) {
                        return transactions
                                .markCancelled(shipment, cancelled.refundPending(), actor)
                                .call(this::notifyListener);
                    }
                    Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
                    CarrierResult result = CarrierResult.of(carrier.displayName(), outcome, elapsed);
                    return Uni.createFrom()
                            .failure(problem(outcome, reason -> notCancellable(shipment, reason))
                                    .shipmentId(shipment.id())
                                    .carriers(List.of(result)));
                });
    }

    private Uni<Void> notifyListener(Shipment cancelled) {
        return Uni.createFrom()
                .completionStage(() -> listener.onCancelled(cancelled.id()))
                .emitOn(VertxContextExecutor.current());
    }

    /**
     * The problem of a cancellation that the carrier has not confirmed.
     *
     * @param declined makes the problem of a refusal with this reason
     */
    static ProblemException problem(Outcome<?> outcome, Function<String, ProblemException> declined) {
        return switch (outcome) {
            case Answered<?> done -> throw new IllegalStateException("an answer is not a refusal");
            case Declined<?> refused -> declined.apply(refused.reason());
            case Failed<?> failed
            when failed.failure() == Failure.INTERNAL_ERROR ->
                ProblemType.INTERNAL_ERROR
                        .withDetail("the request to the carrier could not be built")
                        .retryable(false);
            case Failed<?> failed ->
                (failed.failure() == Failure.TIMED_OUT ? ProblemType.CARRIER_TIMEOUT : ProblemType.CARRIER_ERROR)
                        .withDetail("the carrier gave no usable answer; it is safe to retry")
                        .retryable(failed.failure().isTransient());
            case NotAsked<?> notAsked ->
                ProblemType.CARRIERS_UNAVAILABLE
                        .withDetail("the carrier is not called now: "
                                + notAsked.reason().description())
                        .retryAfter(notAsked.retryAfter());
        };
    }

    private static ProblemException notCancellable(Shipment shipment, String reason) {
        return ProblemType.NOT_CANCELLABLE
                .withDetail(reason)
                .shipmentId(shipment.id())
                .retryable(false);
    }
}
