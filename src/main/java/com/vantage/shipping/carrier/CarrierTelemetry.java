package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.resilience.CarrierCircuitBreaker;
import com.vantage.shipping.carrier.resilience.CircuitStatus;
import com.vantage.shipping.model.CarrierCode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.LongStream;

/** Metrics, spans, log lines and listeners of the calls to one carrier and of its circuits. */
final class CarrierTelemetry {
    /**
     * Histogram buckets of latencies, which can be aggregated over replicas: finer around those of quotes, with 3 s as
     * the threshold of a slow carrier.
     */
    private static final Duration[] LATENCY_BUCKETS = LongStream.of(
                    100, 200, 350, 500, 750, 1_000, 1_500, 2_000, 2_500, 3_000, 5_000, 10_000, 20_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final CarrierCode carrier;
    private final MeterRegistry meters;
    private final Tracer tracer;
    private final CallListener listener;

    /** Building a timer to find the one that is registered costs more than recording. */
    private final Map<TimedCall, Timer> timers = new ConcurrentHashMap<>();

    private record TimedCall(String operation, String outcome) {}

    CarrierTelemetry(CarrierCode carrier, MeterRegistry meters, Tracer tracer, CallListener listener) {
        this.carrier = carrier;
        this.meters = meters;
        this.tracer = tracer;
        this.listener = listener;
    }

    /** Measures and traces a call, and notifies the listener of its outcome. */
    <T> Uni<Outcome<T>> observe(String operation, Function<CarrierCallTracing, Uni<Outcome<T>>> call) {
        return Uni.createFrom().deferred(() -> {
            Timer.Sample sample = Timer.start(meters);
            CarrierCallTracing span = CarrierCallTracing.start(tracer, carrier.value(), operation);
            return call.apply(span)
                    .emitOn(VertxContextExecutor.current())
                    .invoke(outcome -> {
                        span.end(outcome);
                        listener.onCall(carrier, operation, outcome, stop(sample, operation, outcome));
                    })
                    .onCancellation()
                    .invoke(span::cancel);
        });
    }

    private Duration stop(Timer.Sample sample, String operation, Outcome<?> outcome) {
        return Duration.ofNanos(
                sample.stop(timers.computeIfAbsent(new TimedCall(operation, outcome.code()), this::register)));
    }

    private Timer register(TimedCall call) {
        return Timer.builder("carrier.call")
                .description("Duration of calls to carriers as seen by the caller, including retries")
                .tag("carrier", carrier.value())
                .tag("operation", call.operation())
                .tag("outcome", call.outcome())
                .serviceLevelObjectives(LATENCY_BUCKETS)
                .register(meters);
    }

    /** Registers the gauges of a circuit's state. */
    void register(String operation, CarrierCircuitBreaker circuit) {
        for (CircuitStatus.State state : CircuitStatus.State.values()) {
            Gauge.builder("carrier.circuit", circuit, c -> c.status().state() == state ? 1 : 0)
                    .description(
                            "State of the circuit breaker of a carrier's operation: 1 for the current state, else 0")
                    .tag("carrier", carrier.value())
                    .tag("operation", operation)
                    .tag("state", state.code())
                    .register(meters);
        }
    }

    /** Logs a circuit's change of state and notifies the listener. */
    void onCircuitChange(String operation, CircuitStatus status, Duration openFor) {
        listener.onCircuitChange(carrier, operation, status);
        switch (status.state()) {
            case OPEN ->
                Log.warnf("Circuit %s.%s OPEN for %d s: %s", carrier, operation, openFor.toSeconds(), status.why());
            case HALF_OPEN -> Log.infof("Circuit %s.%s HALF_OPEN", carrier, operation);
            case CLOSED -> Log.infof("Circuit %s.%s CLOSED", carrier, operation);
        }
    }
}
