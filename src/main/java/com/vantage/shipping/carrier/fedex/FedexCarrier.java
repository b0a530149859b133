package com.vantage.shipping.carrier.fedex;

import com.vantage.shipping.carrier.AccessTokenSource;
import com.vantage.shipping.carrier.Carrier;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CorrelationId;
import com.vantage.shipping.carrier.LabelRequirements;
import com.vantage.shipping.carrier.LaneRules;
import com.vantage.shipping.carrier.ManifestScope;
import com.vantage.shipping.carrier.OptionRules;
import com.vantage.shipping.carrier.PickupFeature;
import com.vantage.shipping.carrier.PreparedCall;
import com.vantage.shipping.carrier.ShipDateRules;
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
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Adapter for FedEx. */
@Singleton
class FedexCarrier implements Carrier {
    private static final int MAX_TRANSACTION_ID_LENGTH = 40;
    private static final Duration JOB_POLL_INTERVAL = Duration.ofSeconds(1);

    private final FedexApi api;
    private final FedexConfig account;
    private final ShipDateRules shipDates;
    private final AccessTokenSource token;
    private final AccessTokenSource trackToken;

    FedexCarrier(@RestClient FedexApi api, FedexConfig account, Clock clock) {
        this.api = api;
        this.account = account;
        this.shipDates = new ShipDateRules(clock);
        this.token =
                new AccessTokenSource("fedex", () -> fetchToken(account.clientId(), account.clientSecret()), clock);
        String trackId = account.trackClientId().orElse(account.clientId());
        String trackSecret = account.trackClientSecret().orElse(account.clientSecret());
        // One token per project: FedEx blocks clients that request tokens too often.
        this.trackToken = trackId.equals(account.clientId()) && trackSecret.equals(account.clientSecret())
                ? token
                : new AccessTokenSource("fedex track", () -> fetchToken(trackId, trackSecret), clock);
    }

    @Override
    public CarrierCode code() {
        return new CarrierCode("fedex");
    }

    @Override
    public String displayName() {
        return "FedEx";
    }

    @Override
    public Endpoint endpoint() {
        return new Endpoint(account.url(), "v1");
    }

    @Override
    public Optional<Instant> tokenExpiresAt() {
        return Stream.of(token, trackToken)
                .flatMap(held -> held.expiresAt().stream())
                .min(Instant::compareTo);
    }

    @Override
    public List<CarrierService> services() {
        return FedexServices.ALL;
    }

    @Override
    public Map<CarrierService, String> servicesWithoutOption(RateRequest request) {
        return OptionRules.servicesWithout(
                FedexServices.between(request.origin(), request.destination()),
                FedexOptions.rule(request.options(), request.origin(), request.destination()));
    }

    @Override
    public PreparedCall<List<Rate>> quote(RateRequest request) {
        String correlation = CorrelationId.current(MAX_TRANSACTION_ID_LENGTH);
        return PreparedCall.of(() -> FedexRatingMapper.toRequest(request, account.account()), body -> token.use(
                        bearer -> api.rate("Bearer " + bearer, correlation, body))
                .map(reply -> FedexRatingMapper.toRates(reply, request)));
    }

    @Override
    public PreparedCall<List<Tracking>> track(List<TrackingNumber> numbers) {
        String correlation = CorrelationId.current(MAX_TRANSACTION_ID_LENGTH);
        return PreparedCall.of(() -> FedexTrackingMapper.toRequests(numbers), List::size, bodies -> Uni.join()
                .all(bodies.stream()
                        .map(body -> trackToken.use(bearer -> api.track("Bearer " + bearer, correlation, body)))
                        .toList())
                .andFailFast()
                .map(replies -> FedexTrackingMapper.toTrackings(replies, numbers)));
    }

    @Override
    public PreparedCall<AddressCheck> validate(UsAddress address) {
        String correlation = CorrelationId.current(MAX_TRANSACTION_ID_LENGTH);
        return PreparedCall.of(() -> FedexAddressValidationMapper.toRequest(address), body -> token.use(
                        bearer -> api.validate("Bearer " + bearer, correlation, body))
                .map(FedexAddressValidationMapper::toCheck));
    }

    @Override
    public LabelRequirements labelRequirements(RateAddress origin, RateAddress destination) {
        return LaneRules.labelRequirements(origin, destination);
    }

    @Override
    public PreparedCall<PurchaseResult> buy(PurchaseOrder order) {
        String correlation = CorrelationId.current(MAX_TRANSACTION_ID_LENGTH);
        return PreparedCall.of(() -> FedexShippingMapper.toRequest(order, account.account()), body -> token.use(
                        bearer -> api.ship("Bearer " + bearer, correlation, body))
                .invoke(FedexShippingMapper::requireSold)
                .invoke(reply -> Log.infof(
                        "FedEx sold %s in its transaction %s",
                        order.reference(), FedexErrorMapper.printable(reply.transactionId())))
                .flatMap(reply -> pollLabels(reply, order, correlation))
                .map(reply -> FedexShippingMapper.toPurchaseResult(reply, order)));
    }

    @Override
    public PreparedCall<List<FoundPurchase>> find(PurchaseOrder order) {
        String correlation = CorrelationId.current(MAX_TRANSACTION_ID_LENGTH);
        LocalDate today = shipDates.today(order.from().location());
        return PreparedCall.of(
                () -> FedexReferenceSearchMapper.toRequest(order, account.account(), today),
                body -> order.parcels().size(),
                body -> trackToken
                        .use(bearer -> api.find("Bearer " + bearer, correlation, body))
                        .map(reply -> FedexReferenceSearchMapper.toPurchases(reply, order))
                        .onFailure(CarrierDeclinedException::isNotFound)
                        .recoverWithItem(List.of())
                        .map(found -> FedexReferenceSearchMapper.requireSearchable(found, order, today)));
    }

    @Override
    public PreparedCall<CancellationResult> cancel(CancellationRequest cancellation) {
        String correlation = CorrelationId.current(MAX_TRANSACTION_ID_LENGTH);
        return PreparedCall.<FedexCancellationMapper.Request, CancellationResult>of(
                        () -> FedexCancellationMapper.toRequest(cancellation, account.account()),
                        body -> cancellation.trackingNumbers().size(),
                        body -> token.use(bearer -> api.cancel("Bearer " + bearer, correlation, body))
                                .map(FedexCancellationMapper::toCancellationResult))
                .mapAnswer(FedexCancellationMapper::acceptAlreadyCancelled);
    }

    @Override
    public ManifestScope manifestScope() {
        return FedexEndOfDayMapper.SCOPE;
    }

    /**
     * If FedEx refuses to close, prints what was closed on that day before, by a close whose reply was lost or one of another client.
     * The refusal holds if our packages are not in it.
     */
    @Override
    public PreparedCall<CarrierManifest> manifest(ManifestOrder order) {
        String correlation = CorrelationId.current(MAX_TRANSACTION_ID_LENGTH);
        return PreparedCall.of(
                () -> FedexEndOfDayMapper.toClose(order, account.account()), close -> endOfDay(close, correlation)
                        .map(reply -> FedexEndOfDayMapper.toManifest(reply, order))
                        .onFailure(CarrierDeclinedException.class)
                        .recoverWithUni(refusal -> reprint(order, correlation, refusal)));
    }

    private Uni<CarrierManifest> reprint(ManifestOrder order, String correlation, Throwable refusal) {
        return endOfDay(FedexEndOfDayMapper.toReprint(order, account.account()), correlation)
                .map(reply -> FedexEndOfDayMapper.toReprintedManifest(reply, order))
                .onFailure(CarrierDeclinedException.class)
                .recoverWithItem(Optional.empty())
                .flatMap(reprinted -> reprinted
                        .map(manifest -> Uni.createFrom().item(manifest))
                        .orElseGet(() -> Uni.createFrom().failure(refusal)));
    }

    private Uni<FedexEndOfDayMapper.Response> endOfDay(FedexEndOfDayMapper.Request body, String correlation) {
        return token.use(bearer -> api.endOfDay("Bearer " + bearer, correlation, body));
    }

    @Override
    public Set<PickupFeature> pickupFeatures() {
        return Set.of(PickupFeature.CHECK);
    }

    @Override
    public PreparedCall<PickupOrder> checkPickup(PickupOrder order) {
        String correlation = CorrelationId.current(MAX_TRANSACTION_ID_LENGTH);
        return PreparedCall.of(() -> FedexPickupMapper.toCheck(order, today(order)), body -> token.use(
                        bearer -> api.checkPickup("Bearer " + bearer, correlation, body))
                .map(reply -> FedexPickupMapper.requireAvailable(reply, order)));
    }

    @Override
    public PreparedCall<CarrierPickup> schedulePickup(PickupOrder order) {
        String correlation = CorrelationId.current(MAX_TRANSACTION_ID_LENGTH);
        return PreparedCall.of(
                () -> FedexPickupMapper.toRequest(order, account.account(), today(order)),
                body -> token.use(bearer -> api.schedulePickup("Bearer " + bearer, correlation, body))
                        .map(FedexPickupMapper::toPickup));
    }

    @Override
    public PreparedCall<CarrierPickup> cancelPickup(PickupOrder order, CarrierPickup pickup) {
        String correlation = CorrelationId.current(MAX_TRANSACTION_ID_LENGTH);
        return PreparedCall.of(() -> FedexPickupMapper.toCancel(order, pickup, account.account()), body -> token.use(
                        bearer -> api.cancelPickup("Bearer " + bearer, correlation, body))
                .map(reply -> FedexPickupMapper.toCancelled(reply, pickup)));
    }

    private LocalDate today(PickupOrder order) {
        return shipDates.today(order.address().location());
    }

    private Uni<FedexShippingMapper.Response> pollLabels(
            FedexShippingMapper.Response reply, PurchaseOrder order, String correlation) {
        return FedexShippingMapper.jobId(reply)
                .map(id -> {
                    Log.warnf(
                            "FedEx creates the labels of %s asynchronously in job %s",
                            order.reference(), FedexErrorMapper.printable(id));
                    FedexJobPoller.Request body = FedexJobPoller.toRequest(id, account.account());
                    return new FedexJobPoller(
                                    id,
                                    () -> token.use(bearer -> api.results("Bearer " + bearer, correlation, body)),
                                    JOB_POLL_INTERVAL)
                            .awaitLabels();
                })
                .orElseGet(() -> Uni.createFrom().item(reply));
    }

    private Uni<AccessTokenSource.Grant> fetchToken(String id, String secret) {
        return api.token("client_credentials", id, secret)
                .map(granted -> AccessTokenSource.Grant.of(granted.accessToken(), granted.expiresIn()));
    }
}
