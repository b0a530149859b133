package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.CallGuard.Purpose;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.resilience.CircuitStatus;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/** One operation of one carrier, with its own guard and circuit: rating may be down while tracking works. */
final class GuardedOperation {
    private final String name;
    private final Purpose purpose;
    private final CallGuard guard;
    private final CarrierTelemetry telemetry;

    /** @param name the operation: {@code quote} */
    GuardedOperation(String name, Purpose purpose, CallGuard guard, CarrierTelemetry telemetry) {
        this.name = name;
        this.purpose = purpose;
        this.guard = guard;
        this.telemetry = telemetry;
    }

    String name() {
        return name;
    }

    CircuitStatus circuit() {
        return guard.circuit();
    }

    /** Whether the circuit would reject a call now. */
    boolean isRejecting() {
        return guard.isRejecting();
    }

    /** Builds a request and sends it, within the deadline. */
    <T> Uni<Outcome<T>> call(Supplier<PreparedCall<T>> preparation, Duration deadline) {
        return observe(span -> send(preparation, span), deadline);
    }

    /** Measures and traces a call. The deadline is inside, so that calls that it ends are measured too. */
    <T> Uni<Outcome<T>> observe(Function<CarrierCallTracing, Uni<Outcome<T>>> call, Duration deadline) {
        return telemetry.observe(name, span -> guard.withDeadline(deadline, call.apply(span)));
    }

    /**
     * Sends a call. If building the request fails, that is a bug of this service: the carrier is not called, and quota
     * and circuit stay unchanged.
     */
    <T> Uni<Outcome<T>> send(Supplier<PreparedCall<T>> preparation, CarrierCallTracing span) {
        return Uni.createFrom().deferred(() -> {
            PreparedCall<T> call;
            try {
                call = preparation.get();
            } catch (RuntimeException e) {
                Log.errorf(e, "Could not build a request for %s", guard.name());
                return Uni.createFrom()
                        .item(new Outcome.Failed<>(Failure.INTERNAL_ERROR, "the request could not be built", null));
            }
            return guard.call(call, purpose, span);
        });
    }
}
