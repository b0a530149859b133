package com.vantage.shipping.carrier.ups;

import com.vantage.shipping.carrier.AccessTokenSource;
import com.vantage.shipping.carrier.Carrier;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CorrelationId;
import com.vantage.shipping.carrier.LabelRequirements;
import com.vantage.shipping.carrier.LaneRules;
import com.vantage.shipping.carrier.OptionRules;
import com.vantage.shipping.carrier.ParcelTracking;
import com.vantage.shipping.carrier.PickupFeature;
import com.vantage.shipping.carrier.PreparedCall;
import com.vantage.shipping.carrier.ShipDateRules;
import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.model.AddressCheck;
import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.CancellationResult;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.CarrierPickup;
import com.vantage.shipping.model.CarrierService;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.PickupOrder;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.UsAddress;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Adapter for UPS. */
@Singleton
class UpsCarrier implements Carrier {
    private static final int MAX_TRANS_ID_LENGTH = 32;

    /** Concurrent label recoveries: a purchase can have 200 labels, and UPS's limit is unpublished. */
    private static final int MAX_CONCURRENT_RECOVERIES = 4;

    /** Limit of single requests per tracking call: more would exceed its timeout, which counts as a failure of UPS. */
    private static final int MAX_SEPARATE_LOOKUPS = 12;

    private final UpsApi api;
    private final UpsConfig account;
    private final AccessTokenSource token;
    private final ShipDateRules shipDates;
    private final Clock clock;

    UpsCarrier(@RestClient UpsApi api, UpsConfig account, Clock clock) {
        this.api = api;
        this.account = account;
        this.shipDates = new ShipDateRules(clock);
        this.clock = clock;
        this.token = new AccessTokenSource("ups", this::fetchToken, clock);
    }

    @Override
    public CarrierCode code() {
        return new CarrierCode("ups");
    }

    @Override
    public String displayName() {
        return "UPS";
    }

    @Override
    public Endpoint endpoint() {
        return new Endpoint(account.url(), UpsApi.VERSION);
    }

    @Override
    public Optional<Instant> tokenExpiresAt() {
        return token.expiresAt();
    }

    @Override
    public List<CarrierService> services() {
        return UpsServices.ALL;
    }

    @Override
    public Map<CarrierService, String> servicesWithoutOption(RateRequest request) {
        return OptionRules.servicesWithout(
                UpsServices.between(request.origin(), request.destination()).values(),
                UpsOptions.rule(request.options()));
    }

    @Override
    public PreparedCall<List<Rate>> quote(RateRequest request) {
        String correlation = CorrelationId.current(MAX_TRANS_ID_LENGTH);
        return PreparedCall.of(() -> UpsRatingMapper.toRequest(request, account.account(), correlation), body -> call(
                        correlation, (bearer, transId) -> api.rate(bearer, transId, body))
                .map(reply -> UpsRatingMapper.toRates(reply, request)));
    }

    /** Usually one request: UPS answers with all parcels of the shipment. */
    @Override
    public PreparedCall<List<Tracking>> track(List<TrackingNumber> numbers) {
        String correlation = CorrelationId.current(MAX_TRANS_ID_LENGTH);
        return PreparedCall.of(() -> numbers, requested -> 1, requested -> trackAll(requested, correlation));
    }

    @Override
    public PreparedCall<AddressCheck> validate(UsAddress address) {
        String correlation = CorrelationId.current(MAX_TRANS_ID_LENGTH);
        return PreparedCall.of(() -> UpsAddressValidationMapper.toRequest(address), body -> call(
                        correlation, (bearer, transId) -> api.validate(bearer, body))
                .map(UpsAddressValidationMapper::toCheck));
    }

    @Override
    public LabelRequirements labelRequirements(RateAddress origin, RateAddress destination) {
        return LaneRules.labelRequirements(origin, destination);
    }

    @Override
    public PreparedCall<PurchaseResult> buy(PurchaseOrder order) {
        String correlation = CorrelationId.current(MAX_TRANS_ID_LENGTH);
        return PreparedCall.of(() -> UpsShippingMapper.toRequest(order, account.account(), correlation), body -> call(
                        correlation, (bearer, transId) -> api.ship(bearer, transId, body))
                .map(reply -> UpsShippingMapper.toPurchaseResult(reply, order)));
    }

    @Override
    public PreparedCall<List<FoundPurchase>> find(PurchaseOrder order) {
        String correlation = CorrelationId.current(MAX_TRANS_ID_LENGTH);
        return PreparedCall.of(
                () -> UpsReferenceSearchMapper.Days.around(
                        order.shipDate(), shipDates.today(order.from().location())),
                days -> order.parcels().size(),
                days -> findParcels(order, days, correlation)
                        .flatMap(parcels -> recoverLabels(parcels, order.labelFormat(), correlation))
                        .map(UpsReferenceSearchMapper::toPurchases));
    }

    @Override
    public PreparedCall<CancellationResult> cancel(CancellationRequest cancellation) {
        String correlation = CorrelationId.current(MAX_TRANS_ID_LENGTH);
        return PreparedCall.of(cancellation::carrierShipmentId, id -> call(
                        correlation,
                        UpsCancellationMapper::meaning,
                        (bearer, transId) -> api.cancel(bearer, transId, id))
                .map(reply -> UpsCancellationMapper.toCancellationResult(reply, cancellation))
                .onFailure(UpsCancellationMapper.AlreadyVoidedException.class)
                .recoverWithItem(new CancellationResult(false)));
    }

    @Override
    public Set<PickupFeature> pickupFeatures() {
        return Set.of(PickupFeature.FIND);
    }

    @Override
    public PreparedCall<CarrierPickup> schedulePickup(PickupOrder order) {
        String correlation = CorrelationId.current(MAX_TRANS_ID_LENGTH);
        return PreparedCall.of(() -> UpsPickupMapper.toRequest(order, account.account(), correlation), body -> call(
                        correlation, (bearer, transId) -> api.schedulePickup(bearer, transId, body))
                .map(UpsPickupMapper::toPickup));
    }

    @Override
    public PreparedCall<Optional<CarrierPickup>> findPickup(PickupOrder order) {
        String correlation = CorrelationId.current(MAX_TRANS_ID_LENGTH);
        return PreparedCall.of(account::account, number -> call(
                        correlation, (bearer, transId) -> api.listPickups(bearer, transId, number))
                .map(reply -> UpsPickupMapper.find(reply, order)));
    }

    @Override
    public PreparedCall<CarrierPickup> cancelPickup(PickupOrder order, CarrierPickup pickup) {
        String correlation = CorrelationId.current(MAX_TRANS_ID_LENGTH);
        return PreparedCall.of(pickup::confirmation, number -> call(
                        correlation,
                        UpsPickupMapper.CANCEL_ERRORS,
                        (bearer, transId) -> api.cancelPickup(bearer, transId, number))
                .map(reply -> UpsPickupMapper.toCancelled(reply, pickup)));
    }

    /** Requests parcels one by one, up to a limit, if the reply for the first one omits them. */
    private Uni<List<Tracking>> trackAll(List<TrackingNumber> numbers, String correlation) {
        Uni<UpsTrackingMapper.Response> shipment =
                details(numbers.getFirst(), correlation).memoize().indefinitely();
        AtomicInteger more = new AtomicInteger(MAX_SEPARATE_LOOKUPS);
        return ParcelTracking.trackEach(numbers, number -> shipment.map(
                        reply -> UpsTrackingMapper.toTracking(reply, number))
                .onFailure(CarrierDeclinedException::isNotFound)
                .recoverWithUni(notFound -> number.equals(numbers.getFirst()) || more.getAndDecrement() <= 0
                        ? Uni.createFrom().failure(notFound)
                        : details(number, correlation).map(reply -> UpsTrackingMapper.toTracking(reply, number))));
    }

    private Uni<UpsTrackingMapper.Response> details(TrackingNumber number, String correlation) {
        return call(
                correlation, UpsTrackingMapper.ERRORS, (bearer, transId) -> api.track(bearer, transId, number.value()));
    }

    private Uni<List<UpsReferenceSearchMapper.Parcel>> findParcels(
            PurchaseOrder order, UpsReferenceSearchMapper.Days days, String correlation) {
        return call(
                        correlation,
                        (bearer, transId) -> api.trackReference(
                                bearer,
                                transId,
                                order.reference().value(),
                                account.account(),
                                UpsRatingMapper.toDate(days.from()),
                                UpsRatingMapper.toDate(days.to())))
                .map(UpsReferenceSearchMapper::toParcels)
                .onFailure(CarrierDeclinedException::isNotFound)
                .recoverWithItem(List.of());
    }

    private Uni<List<UpsReferenceSearchMapper.RecoveredParcel>> recoverLabels(
            List<UpsReferenceSearchMapper.Parcel> parcels, LabelFormat format, String correlation) {
        if (parcels.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return Uni.join()
                .all(parcels.stream()
                        .map(parcel -> recoverLabels(parcel, format, correlation))
                        .toList())
                .usingConcurrencyOf(MAX_CONCURRENT_RECOVERIES)
                .andFailFast();
    }

    /** A parcel whose label cannot be recovered was bought all the same. */
    private Uni<UpsReferenceSearchMapper.RecoveredParcel> recoverLabels(
            UpsReferenceSearchMapper.Parcel parcel, LabelFormat format, String correlation) {
        UpsLabelRecoveryMapper.Request body = UpsLabelRecoveryMapper.toRequest(parcel.number(), format, correlation);
        return call(
                        correlation,
                        UpsLabelRecoveryMapper::meaning,
                        (bearer, transId) -> api.recover(bearer, transId, body))
                .map(reply -> UpsLabelRecoveryMapper.toRecovered(reply, parcel.number(), format))
                .onFailure(CarrierDeclinedException::isNotFound)
                .recoverWithItem(UpsLabelRecoveryMapper.Recovered.NOTHING)
                .map(recovered -> new UpsReferenceSearchMapper.RecoveredParcel(parcel, recovered));
    }

    private <T extends UpsErrorMapper.Body> Uni<T> call(
            String correlation, BiFunction<String, String, Uni<T>> operation) {
        return call(correlation, UpsErrorMapper.OwnCodes.NONE, operation);
    }

    /** Calls with a token and, as UPS requires, a new transId per attempt. */
    private <T extends UpsErrorMapper.Body> Uni<T> call(
            String correlation, UpsErrorMapper.OwnCodes ownCodes, BiFunction<String, String, Uni<T>> operation) {
        return token.use(bearer -> operation
                .apply("Bearer " + bearer, transId(correlation))
                .onFailure(UpsErrorReplyException.class)
                .transform(reply -> UpsErrorMapper.read(reply, ownCodes, clock))
                .onItem()
                .ifNotNull()
                .invoke(body -> UpsErrorMapper.requireNoError(body, ownCodes)));
    }

    /** The request id, truncated to leave room for a random suffix. */
    private static String transId(String correlation) {
        String ownCodes =
                "-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        return WireValues.truncate(correlation, MAX_TRANS_ID_LENGTH - ownCodes.length()) + ownCodes;
    }

    private Uni<AccessTokenSource.Grant> fetchToken() {
        byte[] pair = (account.clientId() + ":" + account.clientSecret()).getBytes(StandardCharsets.UTF_8);
        return api.token("Basic " + Base64.getEncoder().encodeToString(pair), "client_credentials")
                .onFailure(UpsErrorReplyException.class)
                .transform(reply -> UpsErrorMapper.readToken(reply, clock))
                .map(granted -> AccessTokenSource.Grant.of(granted.accessToken(), granted.expiresIn()));
    }
}
