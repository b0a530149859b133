package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.CallGuard.CallSettings;
import com.vantage.shipping.carrier.CallGuard.Purpose;
import com.vantage.shipping.carrier.resilience.CarrierCircuitBreaker;
import com.vantage.shipping.carrier.resilience.CarrierCircuitBreaker.Thresholds;
import com.vantage.shipping.carrier.resilience.CircuitStatus;
import com.vantage.shipping.model.AddressCheck;
import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.CancellationResult;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.CarrierManifest;
import com.vantage.shipping.model.CarrierPickup;
import com.vantage.shipping.model.CarrierService;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.ManifestOrder;
import com.vantage.shipping.model.PickupOrder;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.UsAddress;
import com.vantage.shipping.ratelimit.RateLimitWindow;
import com.vantage.shipping.ratelimit.RateLimiter;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A carrier with its resilience layer: one {@link GuardedOperation} for each of its operations. Every call ends in an {@link
 * Outcome}; none fails.
 */
public final class GuardedCarrier {
    private final Carrier carrier;
    private final CarrierCode code;
    private final CarriersConfig.Settings settings;
    private final CarrierQuota quota;
    private final QuoteCoalescer quoteCoalescer = new QuoteCoalescer();
    private final GuardedOperation quoting;
    private final GuardedOperation tracking;
    private final GuardedOperation validating;
    private final GuardedOperation buying;
    private final GuardedOperation finding;
    private final GuardedOperation cancelling;
    private final GuardedOperation manifesting;
    private final GuardedOperation pickingUp;

    GuardedCarrier(
            Carrier carrier,
            CarriersConfig.Settings settings,
            RateLimiter limiter,
            CarrierTelemetry telemetry,
            Clock clock) {
        this.carrier = carrier;
        this.code = carrier.code();
        this.settings = settings;
        this.quota = new CarrierQuota(code, settings, limiter);
        CallSettings readSettings = new CallSettings(settings.timeout(), settings.retries(), settings.retryDelay());
        CallSettings purchaseSettings = new CallSettings(settings.purchaseTimeout(), 0, settings.retryDelay());
        this.quoting = operation("quote", Purpose.READ, readSettings, telemetry, clock);
        this.tracking = operation("track", Purpose.READ, readSettings, telemetry, clock);
        this.validating = operation("validate", Purpose.READ, readSettings, telemetry, clock);
        this.buying = operation("buy", Purpose.PURCHASE, purchaseSettings, telemetry, clock);
        this.finding = operation("find", Purpose.PURCHASE, purchaseSettings, telemetry, clock);
        this.cancelling = operation("cancel", Purpose.PURCHASE, purchaseSettings, telemetry, clock);
        this.manifesting = operation("manifest", Purpose.PURCHASE, purchaseSettings, telemetry, clock);
        this.pickingUp = operation("pickup", Purpose.PURCHASE, purchaseSettings, telemetry, clock);
    }

    private GuardedOperation operation(
            String operation, Purpose purpose, CallSettings callSettings, CarrierTelemetry telemetry, Clock clock) {
        CarriersConfig.CircuitSettings circuit = settings.circuit();
        String name = code() + "." + operation;
        CarrierCircuitBreaker breaker = new CarrierCircuitBreaker(
                name,
                new Thresholds(circuit.failures(), circuit.trials(), circuit.openFor()),
                clock,
                status -> telemetry.onCircuitChange(operation, status, circuit.openFor()));
        telemetry.register(operation, breaker);
        return new GuardedOperation(operation, purpose, new CallGuard(name, callSettings, breaker, quota), telemetry);
    }

    public CarrierCode code() {
        return code;
    }

    public String displayName() {
        return carrier.displayName();
    }

    public List<CarrierService> services() {
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
        Stream.of(quoting, tracking, validating, buying, finding, cancelling, manifesting, pickingUp)
                .forEach(operation -> circuits.put(operation.name(), operation.circuit()));
        return circuits;
    }

    /** When this carrier is asked to validate addresses. */
    public CarriersConfig.AddressValidationMode addressValidation() {
        return settings.addressValidation();
    }

    /** The default deadline of a quote, of tracking and of validating an address. */
    public Duration readDeadline() {
        return settings.deadline();
    }

    /** See {@link Carrier#servicesWithoutOption}. */
    public Map<CarrierService, String> servicesWithoutOption(RateRequest request) {
        return carrier.servicesWithoutOption(request);
    }

    /** Requests rates. Concurrent identical requests share one call. */
    public Uni<Outcome<List<Rate>>> quote(RateRequest request, Duration deadline) {
        return quoting.observe(
                span -> quoteCoalescer.join(request, span, () -> quoting.send(() -> carrier.quote(request), span)),
                deadline);
    }

    /** See {@link Carrier#track}. */
    public Uni<Outcome<List<Tracking>>> track(List<TrackingNumber> numbers) {
        return tracking.call(() -> carrier.track(numbers), settings.deadline());
    }

    /**
     * Whether work that can wait may track now: the circuit admits calls, also as trials, the carrier has not rate limited us,
     * and less than this percentage of the quota is used.
     */
    public Uni<Boolean> canTrackInBackground(int quotaPercent) {
        return tracking.isRejecting() ? Uni.createFrom().item(false) : quota.isBelow(quotaPercent);
    }

    /** See {@link Carrier#validate}. */
    public Uni<Outcome<AddressCheck>> validate(UsAddress address, Duration deadline) {
        return validating.call(() -> carrier.validate(address), deadline);
    }

    /** See {@link Carrier#labelRequirements}. */
    public LabelRequirements labelRequirements(RateAddress origin, RateAddress destination) {
        return carrier.labelRequirements(origin, destination);
    }

    /** Buys a shipment. Sent at most once, as it spends money. */
    public Uni<Outcome<PurchaseResult>> buy(PurchaseOrder order) {
        return buying.call(() -> carrier.buy(order), settings.purchaseTimeout());
    }

    /** Finds purchases. Not retried: the reconciler comes back later, and USPS allows three reprints only. */
    public Uni<Outcome<List<FoundPurchase>>> find(PurchaseOrder order) {
        return finding.call(() -> carrier.find(order), settings.purchaseTimeout());
    }

    /** Cancels a purchase. Not retried: USPS refuses a second dispute on the same day. */
    public Uni<Outcome<CancellationResult>> cancel(CancellationRequest cancellation) {
        return cancelling.call(() -> carrier.cancel(cancellation), settings.purchaseTimeout());
    }

    /** See {@link Carrier#manifestScope}. */
    public ManifestScope manifestScope() {
        return carrier.manifestScope();
    }

    /** Closes the day for shipments. Not retried: the caller records that the carrier is asked again. */
    public Uni<Outcome<CarrierManifest>> manifest(ManifestOrder order) {
        return manifesting.call(() -> carrier.manifest(order), settings.purchaseTimeout());
    }

    /** Whether {@link #findPickup} can find a pickup whose answer was lost. */
    public boolean findsPickups() {
        return carrier.pickupFeatures().contains(PickupFeature.FIND);
    }

    /** Asks whether packages can be picked up. Answered without a call for carriers that say so only when they schedule it. */
    public Uni<Outcome<PickupOrder>> checkPickup(PickupOrder order) {
        return carrier.pickupFeatures().contains(PickupFeature.CHECK)
                ? pickingUp.call(() -> carrier.checkPickup(order), settings.purchaseTimeout())
                : Uni.createFrom().item(new Outcome.Answered<>(order));
    }

    /** Schedules a pickup. Sent at most once, as carriers would send two drivers. */
    public Uni<Outcome<CarrierPickup>> schedulePickup(PickupOrder order) {
        return pickingUp.call(() -> carrier.schedulePickup(order), settings.purchaseTimeout());
    }

    /** See {@link Carrier#findPickup}. */
    public Uni<Outcome<Optional<CarrierPickup>>> findPickup(PickupOrder order) {
        return pickingUp.call(() -> carrier.findPickup(order), settings.purchaseTimeout());
    }

    /** Cancels a pickup. Not retried: the caller records that the carrier is asked again. */
    public Uni<Outcome<CarrierPickup>> cancelPickup(PickupOrder order, CarrierPickup pickup) {
        return pickingUp.call(() -> carrier.cancelPickup(order, pickup), settings.purchaseTimeout());
    }

    /** Usage of the configured quota's windows; empty without a quota. */
    public Uni<List<QuotaUsage>> quotaUsage() {
        return quota.usage();
    }

    /** Limits of the configured quota by window length as in the settings; empty without a quota. */
    public Map<String, Long> quotaLimits() {
        return quota.windows().stream()
                .collect(Collectors.toMap(RateLimitWindow::time, RateLimitWindow::limit, Math::min));
    }
}
