package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.CallGuard.Limits;
import com.vantage.shipping.carrier.CallGuard.Purpose;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.resilience.CarrierCircuitBreaker;
import com.vantage.shipping.carrier.resilience.CarrierCircuitBreaker.Thresholds;
import com.vantage.shipping.carrier.resilience.CircuitStatus;
import com.vantage.shipping.model.AddressCheck;
import com.vantage.shipping.model.Cancellation;
import com.vantage.shipping.model.Cancelled;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.PostalAddress;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.Purchased;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.Service;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.ratelimit.RateLimiter;
import com.vantage.shipping.ratelimit.Window;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A carrier with its resilience layer: one {@link CallGuard} per operation, since rating may be down while tracking
 * works. Every call ends in an {@link Outcome}; none fails.
 */
public final class GuardedCarrier {
    /**
     * Histogram buckets of latencies, which can be aggregated over replicas: finer around those of quotes, with 3 s as
     * the threshold of a slow carrier.
     */
    private static final Duration[] LATENCY_BUCKETS = LongStream.of(
                    100, 200, 350, 500, 750, 1_000, 1_500, 2_000, 2_500, 3_000, 5_000, 10_000, 20_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Carrier carrier;
    private final CarriersConfig.Settings settings;
    private final MeterRegistry meters;
    private final CarrierQuota quota;
    private final SingleFlight<RateRequest, SharedQuote> quotes = new SingleFlight<>();
    private final CallListener listener;
    private final Tracer tracer;
    private final CallGuard quoting;
    private final CallGuard tracking;
    private final CallGuard validating;
    private final CallGuard buying;
    private final CallGuard finding;
    private final CallGuard cancelling;

    /** @param firstCaller the span of the caller that started the call; others joined it */
    private record SharedQuote(Outcome<List<Rate>> outcome, CallSpan firstCaller) {}

    GuardedCarrier(
            Carrier carrier,
            CarriersConfig.Settings settings,
            RateLimiter limiter,
            MeterRegistry meters,
            Clock clock,
            CallListener listener,
            Tracer tracer) {
        this.quota = new CarrierQuota(carrier.code(), settings, limiter);
        this.carrier = carrier;
        this.settings = settings;
        this.meters = meters;
        this.listener = listener;
        this.tracer = tracer;
        Limits reads = new Limits(settings.timeout(), settings.retries(), settings.retryDelay());
        Limits purchases = new Limits(settings.purchaseTimeout(), 0, settings.retryDelay());
        this.quoting = guard("quote", reads, clock);
        this.tracking = guard("track", reads, clock);
        this.validating = guard("validate", reads, clock);
        this.buying = guard("buy", purchases, clock);
        this.finding = guard("find", purchases, clock);
        this.cancelling = guard("cancel", purchases, clock);
    }

    public CarrierCode code() {
        return carrier.code();
    }

    public String displayName() {
        return carrier.displayName();
    }

    public List<Service> services() {
        return carrier.services();
    }

    public Carrier.Endpoint endpoint() {
        return carrier.endpoint();
    }

    /** When the current access token expires; empty if there is none. */
    public Optional<Instant> tokenExpiresAt() {
        return carrier.tokenExpiresAt();
    }

    /** Circuit states of this replica by operation, in display order. */
    public SequencedMap<String, CircuitStatus> circuits() {
        SequencedMap<String, CircuitStatus> circuits = new LinkedHashMap<>();
        circuits.put("quote", quoting.circuit());
        circuits.put("track", tracking.circuit());
        circuits.put("validate", validating.circuit());
        circuits.put("buy", buying.circuit());
        circuits.put("find", finding.circuit());
        circuits.put("cancel", cancelling.circuit());
        return circuits;
    }

    /** When this carrier is asked to validate addresses. */
    public CarriersConfig.WhenAsked addressValidation() {
        return settings.addressValidation();
    }

    /** The default deadline of a quote and of validating an address. */
    public Duration defaultDeadline() {
        return settings.deadline();
    }

    /** Requests rates. Concurrent identical requests share one call. */
    public Uni<Outcome<List<Rate>>> quote(RateRequest request, Duration deadline) {
        return observe(
                "quote",
                span -> quoting.withDeadline(
                        deadline,
                        quotes.join(request, () -> send(() -> carrier.quote(request), Purpose.READ, quoting, span)
                                        .map(outcome -> new SharedQuote(outcome, span)))
                                .invoke(shared -> span.linkTo(shared.firstCaller()))
                                .map(SharedQuote::outcome)));
    }

    /** See {@link Carrier#track}. */
    public Uni<Outcome<List<Tracking>>> track(List<TrackingNumber> numbers) {
        return observe(
                "track",
                span -> tracking.withDeadline(
                        settings.deadline(), send(() -> carrier.track(numbers), Purpose.READ, tracking, span)));
    }

    /** See {@link Carrier#validate}. */
    public Uni<Outcome<AddressCheck>> validate(PostalAddress address, Duration deadline) {
        return observe(
                "validate",
                span -> validating.withDeadline(
                        deadline, send(() -> carrier.validate(address), Purpose.READ, validating, span)));
    }

    /** Buys a shipment. Sent at most once, as it spends money. */
    public Uni<Outcome<Purchased>> buy(PurchaseOrder order) {
        return observe(
                "buy",
                span -> buying.withDeadline(
                        settings.purchaseTimeout(), send(() -> carrier.buy(order), Purpose.PURCHASE, buying, span)));
    }

    /** Finds purchases. Not retried: the reconciler comes back later, and USPS allows three reprints only. */
    public Uni<Outcome<List<FoundPurchase>>> find(PurchaseOrder order) {
        return observe(
                "find",
                span -> finding.withDeadline(
                        settings.purchaseTimeout(), send(() -> carrier.find(order), Purpose.PURCHASE, finding, span)));
    }

    /** Cancels a purchase. Not retried: USPS refuses a second dispute on the same day. */
    public Uni<Outcome<Cancelled>> cancel(Cancellation cancellation) {
        return observe(
                "cancel",
                span -> cancelling.withDeadline(
                        settings.purchaseTimeout(),
                        send(() -> carrier.cancel(cancellation), Purpose.PURCHASE, cancelling, span)));
    }

    /**
     * Sends a call. If building the request fails, that is a bug of this service: the carrier is not called, and quota
     * and circuit stay unchanged.
     */
    private <T> Uni<Outcome<T>> send(
            Supplier<PreparedCall<T>> preparation, Purpose purpose, CallGuard guard, CallSpan span) {
        return Uni.createFrom().deferred(() -> {
            PreparedCall<T> call;
            try {
                call = preparation.get();
            } catch (RuntimeException e) {
                Log.errorf(e, "Could not build a request for %s", code());
                return Uni.createFrom()
                        .item(new Outcome.Failed<>(Failure.INTERNAL_ERROR, "the request could not be built", null));
            }
            return guard.call(call, purpose, span);
        });
    }

    /** Usage of the configured quota's windows; empty without a quota. */
    public Uni<List<QuotaUsage>> quotaUsage() {
        return quota.usage();
    }

    /** Limits of the configured quota by window length as in the settings; empty without a quota. */
    public Map<String, Long> quotaLimits() {
        return quota.windows().stream().collect(Collectors.toMap(Window::time, Window::limit, Math::min));
    }

    private CallGuard guard(String operation, Limits limits, Clock clock) {
        CarrierCircuitBreaker circuit = new CarrierCircuitBreaker(
                code() + "." + operation,
                new Thresholds(
                        settings.circuit().failures(),
                        settings.circuit().trials(),
                        settings.circuit().openFor()),
                clock,
                status -> onCircuitChange(operation, status));
        for (CircuitStatus.State state : CircuitStatus.State.values()) {
            Gauge.builder("carrier.circuit", circuit, c -> c.status().state() == state ? 1 : 0)
                    .description(
                            "State of the circuit breaker of a carrier's operation: 1 for the current state, else 0")
                    .tag("carrier", code().value())
                    .tag("operation", operation)
                    .tag("state", state.code())
                    .register(meters);
        }
        return new CallGuard(code() + "." + operation, limits, circuit, quota);
    }

    private void onCircuitChange(String operation, CircuitStatus status) {
        listener.onCircuitChange(code(), operation, status);
        switch (status.state()) {
            case OPEN ->
                Log.warnf(
                        "Circuit %s.%s OPEN for %d s: %s",
                        code(), operation, settings.circuit().openFor().toSeconds(), status.why());
            case HALF_OPEN -> Log.infof("Circuit %s.%s HALF_OPEN", code(), operation);
            case CLOSED -> Log.infof("Circuit %s.%s CLOSED", code(), operation);
        }
    }

    /**
     * Measures and traces a call and notifies the watcher. The deadline is inside, so that calls that it ends are
     * measured too.
     */
    private <T> Uni<Outcome<T>> observe(String operation, Function<CallSpan, Uni<Outcome<T>>> call) {
        return Uni.createFrom().deferred(() -> {
            Timer.Sample sample = Timer.start(meters);
            CallSpan span = CallSpan.start(tracer, code().value(), operation);
            return call.apply(span)
                    .emitOn(VertxContextExecutor.current())
                    .invoke(outcome -> {
                        span.end(outcome);
                        listener.onCall(code(), operation, outcome, stop(sample, operation, outcome));
                    })
                    .onCancellation()
                    .invoke(span::cancel);
        });
    }

    private Duration stop(Timer.Sample sample, String operation, Outcome<?> outcome) {
        return Duration.ofNanos(sample.stop(Timer.builder("carrier.call")
                .description("Duration of calls to carriers as seen by the caller, including retries")
                .tag("carrier", code().value())
                .tag("operation", operation)
                .tag("outcome", outcome.code())
                .serviceLevelObjectives(LATENCY_BUCKETS)
                .register(meters)));
    }
}
