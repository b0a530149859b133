package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.AccessTokenSource;
import com.vantage.shipping.carrier.Carrier;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.LabelRequirements;
import com.vantage.shipping.carrier.ManifestScope;
import com.vantage.shipping.carrier.OptionRules;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.ParcelTracking;
import com.vantage.shipping.carrier.PreparedCall;
import com.vantage.shipping.carrier.ShipDateRules;
import com.vantage.shipping.carrier.TokenRejectedException;
import com.vantage.shipping.carrier.usps.UspsCustomsMapper.Form;
import com.vantage.shipping.carrier.usps.UspsInternationalShippingMapper.ForeignAddress;
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
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Adapter for USPS's APIs v3. */
class UspsCarrier implements Carrier {
    private static final Duration PAYMENT_TOKEN_LIFETIME = Duration.ofHours(8);

    /** Required scopes of a token; the last six are approved only on request. */
    private static final Set<String> SCOPES = Set.of(
            "addresses",
            "shipments",
            "international-prices",
            "tracking",
            "labels",
            "international-labels",
            "payments",
            "scan-forms",
            "carrier-pickup");

    /** Every label can be on a form. */
    private static final ManifestScope MANIFEST_SCOPE = new ManifestScope(
            UspsServices.ALL.stream().map(CarrierService::code).collect(Collectors.toSet()), false);

    private final UspsApi api;
    private final UspsLabelClient labels;
    private final UspsConfig account;
    private final ShipDateRules shipDates;
    private final AccessTokenSource token;
    private final AccessTokenSource paymentToken;

    UspsCarrier(UspsApi api, UspsLabelClient labels, UspsConfig account, Clock clock) {
        this.api = api;
        this.labels = labels;
        this.account = account;
        this.shipDates = new ShipDateRules(clock);
        this.token = new AccessTokenSource("usps", this::fetchToken, clock);
        this.paymentToken = new AccessTokenSource("usps payments", this::fetchPaymentToken, clock);
    }

    @Override
    public CarrierCode code() {
        return new CarrierCode("usps");
    }

    @Override
    public String displayName() {
        return "USPS";
    }

    @Override
    public Endpoint endpoint() {
        return new Endpoint(account.url(), "v3");
    }

    @Override
    public Optional<Instant> tokenExpiresAt() {
        return Stream.of(token, paymentToken)
                .flatMap(held -> held.expiresAt().stream())
                .min(Instant::compareTo);
    }

    @Override
    public List<CarrierService> services() {
        return UspsServices.ALL;
    }

    @Override
    public Map<CarrierService, String> servicesWithoutOption(RateRequest request) {
        return OptionRules.servicesWithout(UspsServices.between(request.destination()), UspsOptions.rule(request));
    }

    @Override
    public PreparedCall<List<Rate>> quote(RateRequest request) {
        return request.destination().inUs() ? domesticQuote(request) : internationalQuote(request);
    }

    private PreparedCall<List<Rate>> domesticQuote(RateRequest request) {
        return PreparedCall.of(() -> rateRequests(request), UspsCarrier::rateCalls, requests -> options(requests)
                .map(replies -> UspsRatingMapper.toRates(request, replies, UspsRatingMapper.priceType(account))));
    }

    private PreparedCall<List<Rate>> internationalQuote(RateRequest request) {
        return PreparedCall.of(
                () -> {
                    UspsLimits.requireInternationalDate(request.shipDate(), shipDates.today(request.origin()));
                    UspsOptions.require(request);
                    return UspsInternationalRatingMapper.toRequests(request, account);
                },
                UspsCarrier::rateCalls,
                requests -> requestEach(requests, this::requestInternationalRates)
                        .map(replies -> UspsInternationalRatingMapper.toRates(request, replies)));
    }

    @Override
    public PreparedCall<List<Tracking>> track(List<TrackingNumber> numbers) {
        return ParcelTracking.track(
                numbers, number -> token.use(bearer -> api.track("Bearer " + bearer, number.value(), "DETAIL")
                                .invoke(UspsTrackingMapper.Response::requireAnswer))
                        .map(reply -> UspsTrackingMapper.toTracking(reply, number))
                        .onFailure(UspsErrorCodes::isFraudulentPostage)
                        .recoverWithItem(() -> UspsTrackingMapper.withoutDetails(number)));
    }

    @Override
    public PreparedCall<AddressCheck> validate(UsAddress address) {
        return PreparedCall.of(
                () -> UspsAddressValidationMapper.toRequest(address), request -> token.use(bearer -> api.validate(
                                        "Bearer " + bearer,
                                        request.street(),
                                        request.secondary(),
                                        request.city(),
                                        request.state(),
                                        request.zip5(),
                                        request.plus4())
                                .invoke(UspsAddressValidationMapper.Response::requireAnswer))
                        .map(UspsAddressValidationMapper::toCheck)
                        .onFailure(UspsAddressValidationMapper::isVerdict)
                        .recoverWithItem(UspsAddressValidationMapper::toCheck));
    }

    @Override
    public LabelRequirements labelRequirements(RateAddress origin, RateAddress destination) {
        return UspsCustomsMapper.labelRequirements(origin, destination);
    }

    /**
     * Takes one request per label, plus those of a quote if not bought by quote. Cancellations after a refusal are not
     * counted.
     */
    @Override
    public PreparedCall<PurchaseResult> buy(PurchaseOrder order) {
        return PreparedCall.of(
                () -> order.to().location().inUs() ? domesticSale(order) : internationalSale(order),
                sale -> order.parcels().size() + sale.rateCalls(),
                sale -> sale.terms()
                        .get()
                        .map(terms -> sale.labelCalls().apply(terms))
                        .flatMap(calls -> buyEach(order, calls))
                        .map(replies -> UspsShippingMapper.toPurchaseResult(replies, order)));
    }

    @Override
    public PreparedCall<List<FoundPurchase>> find(PurchaseOrder order) {
        return PreparedCall.of(
                () -> {
                    UspsLabelReprintMapper.requireRetained(order, today(order));
                    return order.parcels().size();
                },
                parcels -> parcels,
                parcels -> reprints(order, parcels).map(results -> UspsLabelReprintMapper.toPurchases(results, order)));
    }

    @Override
    public PreparedCall<CancellationResult> cancel(CancellationRequest cancellation) {
        return PreparedCall.of(cancellation::trackingNumbers, List::size, this::cancelEach);
    }

    @Override
    public ManifestScope manifestScope() {
        return MANIFEST_SCOPE;
    }

    /** USPS refuses labels that are on a form already. */
    @Override
    public PreparedCall<CarrierManifest> manifest(ManifestOrder order) {
        return PreparedCall.of(() -> UspsScanFormMapper.toRequest(order), request -> token.use(bearer ->
                        api.scanForm("Bearer " + bearer, request).invoke(UspsScanFormMapper.Response::requireAnswer))
                .map(reply -> UspsScanFormMapper.toManifest(reply, order)));
    }

    @Override
    public PreparedCall<CarrierPickup> schedulePickup(PickupOrder order) {
        return PreparedCall.of(() -> UspsPickupMapper.toRequest(order), request -> token.use(
                        bearer -> api.schedulePickup("Bearer " + bearer, request)
                                .invoke(UspsPickupMapper.Response::requireAnswer))
                .map(UspsPickupMapper::toPickup));
    }

    /** Takes two requests: one for the entity tag. A second attempt with a new tag is not counted. */
    @Override
    public PreparedCall<CarrierPickup> cancelPickup(PickupOrder order, CarrierPickup pickup) {
        return PreparedCall.of(pickup::confirmation, number -> 2, number -> cancelPickup(number)
                .onFailure(UspsPickupMapper::mayBeStale)
                .recoverWithUni(() -> cancelPickup(number))
                .replaceWith(pickup));
    }

    private Uni<Response> cancelPickup(String number) {
        return token.use(bearer -> api.readPickup("Bearer " + bearer, number))
                .map(reply -> Objects.requireNonNull(reply.getHeaderString(HttpHeaders.ETAG), "no ETag"))
                .flatMap(tag -> token.use(bearer -> api.cancelPickup("Bearer " + bearer, number, tag)));
    }

    /** USPS rates single packages; equal ones share a request. */
    private static long rateCalls(List<?> requests) {
        return requests.stream().distinct().count();
    }

    private Uni<List<UspsRatingMapper.Response>> options(List<UspsRatingMapper.Request> requests) {
        return requestEach(requests, this::requestOptions);
    }

    /** Returns one reply per request, in their order. */
    private static <Q, A> Uni<List<A>> requestEach(List<Q> requests, Function<Q, Uni<A>> call) {
        List<Q> distinct = requests.stream().distinct().toList();
        return Uni.join()
                .all(distinct.stream().map(call).toList())
                .andFailFast()
                .map(replies -> requests.stream()
                        .map(request -> replies.get(distinct.indexOf(request)))
                        .toList());
    }

    private List<UspsRatingMapper.Request> rateRequests(RateRequest request) {
        UspsLimits.requireQuotableDate(request.shipDate(), shipDates.today(request.origin()));
        return UspsRatingMapper.toRequests(request, account);
    }

    private Uni<UspsRatingMapper.Response> requestOptions(UspsRatingMapper.Request request) {
        return token.use(
                bearer -> api.options("Bearer " + bearer, request).invoke(UspsRatingMapper.Response::requireAnswer));
    }

    private Uni<UspsInternationalRatingMapper.Response> requestInternationalRates(
            UspsInternationalRatingMapper.Request request) {
        return token.use(bearer -> api.internationalRates("Bearer " + bearer, request)
                .invoke(UspsInternationalRatingMapper.Response::requireAnswer));
    }

    private static CarrierService service(PurchaseOrder order) {
        return UspsServices.byCode(order.serviceCode()).orElseThrow(() -> notOffered(order.serviceCode()));
    }

    /** Buys one label with these tokens and this idempotency key. */
    private interface LabelCall {
        Uni<UspsShippingMapper.Reply> send(String bearer, String paymentToken, UUID idempotencyKey);
    }

    /**
     * A purchase before anything is sent.
     *
     * @param rateCalls requests for the current terms; 0 with those of a quote
     * @param terms of each parcel
     * @param labelCalls one per parcel, at these terms
     */
    private record Sale(
            long rateCalls,
            Supplier<Uni<List<UspsRateTerms>>> terms,
            Function<List<UspsRateTerms>, List<LabelCall>> labelCalls) {}

    private Sale domesticSale(PurchaseOrder order) {
        requireSellable(order);
        String mailClass = service(order).code();
        UspsLabelParties<UspsShippingMapper.Address> parties = UspsLabelParties.of(order);
        Form form = UspsCustomsMapper.form(order).orElse(null);
        return sale(
                order,
                this::rateRequests,
                requests -> options(requests).map(replies -> domesticTerms(order, replies)),
                terms -> UspsShippingMapper.toRequests(order, parties, form, mailClass, terms).stream()
                        .<LabelCall>map(request -> (bearer, payment, key) -> labels.buy(bearer, payment, key, request))
                        .toList());
    }

    private Sale internationalSale(PurchaseOrder order) {
        CarrierService service = service(order);
        if (!UspsServices.INTERNATIONAL.contains(service)) {
            throw notOffered(service.code());
        }
        requireWithinLimits(order, service);
        UspsOptions.require(UspsShippingMapper.asRateRequest(order));
        UspsLabelParties<ForeignAddress> parties = UspsLabelParties.abroad(order);
        Form form = UspsCustomsMapper.form(order).orElseThrow();
        return sale(
                order,
                request -> UspsInternationalRatingMapper.toRequests(request, account),
                requests -> requestEach(requests, this::requestInternationalRates)
                        .map(replies -> UspsInternationalRatingMapper.terms(service, order.parcels(), replies)
                                .orElseThrow(() -> notOffered(service.code()))),
                terms -> {
                    UspsInternationalShippingMapper.Request request = UspsInternationalShippingMapper.toRequest(
                            order, parties, form, service.code(), terms.getFirst());
                    return List.of((bearer, payment, key) -> labels.buyInternational(bearer, payment, key, request));
                });
    }

    /**
     * A sale at the terms of its quote, else at the current ones.
     *
     * @param toRateRequests one per parcel
     * @param currentTerms requests the terms
     */
    private static <Q> Sale sale(
            PurchaseOrder order,
            Function<RateRequest, List<Q>> toRateRequests,
            Function<List<Q>, Uni<List<UspsRateTerms>>> currentTerms,
            Function<List<UspsRateTerms>, List<LabelCall>> labelCalls) {
        List<UspsRateTerms> quoted =
                UspsRateTerms.parse(order.terms(), order.parcels().size());
        if (!quoted.isEmpty()) {
            return new Sale(0, () -> Uni.createFrom().item(quoted), labelCalls);
        }
        List<Q> requests = toRateRequests.apply(UspsShippingMapper.asRateRequest(order));
        return new Sale(rateCalls(requests), () -> currentTerms.apply(requests), labelCalls);
    }

    private List<UspsRateTerms> domesticTerms(PurchaseOrder order, List<UspsRatingMapper.Response> replies) {
        CarrierService service = service(order);
        return UspsRatingMapper.choose(
                        service, order.parcels(), replies, UspsRatingMapper.priceType(account), order.options())
                .orElseThrow(() -> notOffered(service.code()))
                .stream()
                .map(UspsRatingMapper.PricedOption::terms)
                .toList();
    }

    private LocalDate today(PurchaseOrder order) {
        return shipDates.today(order.from().location());
    }

    private void requireSellable(PurchaseOrder order) {
        RateRequest request = UspsShippingMapper.asRateRequest(order);
        UspsLimits.check(request);
        UspsOptions.require(request);
        requireWithinLimits(order, service(order));
    }

    private void requireWithinLimits(PurchaseOrder order, CarrierService service) {
        UspsLimits.requireSellableDate(order.shipDate(), today(order));
        order.parcels().forEach(UspsLimits::check);
        if (!order.parcels().stream().allMatch(parcel -> UspsLimits.accepts(service.code(), parcel))) {
            throw UspsLimits.tooLarge();
        }
    }

    /** Buys labels one by one. If one is refused, cancels the previous ones, so that nothing is bought. */
    private Uni<List<UspsShippingMapper.Reply>> buyEach(PurchaseOrder order, List<LabelCall> calls) {
        List<UspsShippingMapper.Reply> bought = new ArrayList<>();
        return Multi.createFrom()
                .items(IntStream.range(0, calls.size()).boxed())
                .onItem()
                .transformToUniAndConcatenate(index -> buyOne(order, index, calls.get(index)))
                .invoke(bought::add)
                .collect()
                .asList()
                .onFailure(UspsCarrier::isCertainlyNotSold)
                .recoverWithUni(refusal -> cancelBought(order, bought, refusal));
    }

    private Uni<UspsShippingMapper.Reply> buyOne(PurchaseOrder order, int index, LabelCall call) {
        UUID key = UspsShippingMapper.idempotencyKey(order.reference(), index);
        return withBothTokens((bearer, payment) -> call.send(bearer, payment, key));
    }

    /** Whether certainly no label was sold: the request, our credentials or our request rate was refused. */
    private static boolean isCertainlyNotSold(Throwable failure) {
        return failure instanceof CarrierDeclinedException
                || (failure instanceof CarrierUnavailableException unavailable
                        && (unavailable.failure() == Failure.CREDENTIALS_REJECTED
                                || unavailable.failure() == Failure.RATE_LIMITED));
    }

    /**
     * Cancels the labels that were bought before a refusal, and fails with that refusal. If one is not cancelled,
     * returns them: fewer labels than parcels, which leaves the purchase unknown.
     */
    private Uni<List<UspsShippingMapper.Reply>> cancelBought(
            PurchaseOrder order, List<UspsShippingMapper.Reply> bought, Throwable refusal) {
        return cancelEach(
                        bought.stream().map(UspsShippingMapper::trackingNumber).toList())
                .map(CancellationResult::refundPending)
                .onFailure()
                .invoke(failure -> Log.warnf("Could not cancel the USPS labels of %s: %s", order.reference(), failure))
                .onFailure()
                .recoverWithItem(true)
                .flatMap(isAnyLeft -> {
                    if (!isAnyLeft) {
                        return Uni.createFrom().failure(refusal);
                    }
                    Log.warnf(
                            "USPS sold %d of %d labels of %s, refused the next and did not cancel all: %s",
                            bought.size(), order.parcels().size(), order.reference(), refusal);
                    return Uni.createFrom().item(bought);
                });
    }

    /** Labels are bought in order, so none can exist after a parcel that was never sold. */
    private Uni<List<UspsLabelReprintMapper.Result>> reprints(PurchaseOrder order, int parcels) {
        return Multi.createFrom()
                .items(IntStream.range(0, parcels).boxed())
                .onItem()
                .transformToUniAndConcatenate(index -> reprint(order, index))
                .select()
                .first(found -> !(found instanceof UspsLabelReprintMapper.Result.NotSold))
                .collect()
                .asList();
    }

    private Uni<UspsLabelReprintMapper.Result> reprint(PurchaseOrder order, int index) {
        UUID key = UspsShippingMapper.idempotencyKey(order.reference(), index);
        UspsLabelReprintMapper.Request body = UspsLabelReprintMapper.toRequest(order, index);
        return Outcome.toAnswer(withBothTokens(
                        (bearer, payment) -> order.to().location().inUs()
                                ? labels.reprint(bearer, payment, key, body)
                                : labels.reprintInternational(bearer, payment, key, body)))
                .map(UspsLabelReprintMapper::toResult);
    }

    private Uni<CancellationResult> cancelEach(List<TrackingNumber> numbers) {
        return Multi.createFrom()
                .iterable(numbers)
                .onItem()
                .transformToUniAndConcatenate(this::cancelOne)
                .collect()
                .asList()
                .map(answers -> UspsCancellationMapper.combine(numbers, answers));
    }

    private Uni<Answer<CancellationResult>> cancelOne(TrackingNumber number) {
        return Outcome.toAnswer(withBothTokens((bearer, payment) ->
                        cancel(bearer, payment, number.value()).invoke(UspsCancellationMapper.Reply::requireAnswer)))
                .map(UspsCancellationMapper::toAnswer);
    }

    private Uni<UspsCancellationMapper.Reply> cancel(String bearer, String payment, String number) {
        return UspsInternationalShippingMapper.isInternational(number)
                ? api.cancelInternational(bearer, payment, number)
                : api.cancel(bearer, payment, number);
    }

    /** @param call takes the authorization and the payment token */
    private <T> Uni<T> withBothTokens(BiFunction<String, String, Uni<T>> call) {
        return paymentToken.use(payment -> token.use(bearer -> call.apply("Bearer " + bearer, payment))
                .onFailure(UspsCarrier::isRefusedWithFreshToken)
                .transform(refused -> new TokenRejectedException(String.valueOf(refused.getMessage()))));
    }

    /**
     * Label calls carry two tokens, and USPS does not tell which one it rejects. If one of them is new, it is the
     * other.
     */
    private static boolean isRefusedWithFreshToken(Throwable failure) {
        return failure instanceof CarrierUnavailableException && failure.getCause() instanceof TokenRejectedException;
    }

    private static CarrierDeclinedException notOffered(String mailClass) {
        return new CarrierDeclinedException(
                Refusal.NO_SERVICE, "CLASS", mailClass + " is not offered for these packages");
    }

    private Uni<AccessTokenSource.Grant> fetchToken() {
        return api.token(new UspsApi.TokenRequest(account.clientId(), account.clientSecret(), "client_credentials"))
                .onFailure(UspsCarrier::isRefusedSetting)
                .transform(UspsCarrier::credentialsRejected)
                .invoke(UspsCarrier::warnOfMissingScopes)
                .map(granted -> AccessTokenSource.Grant.of(granted.accessToken(), granted.expiresIn()));
    }

    /**
     * Whether a token request was refused because of our settings, which no caller can cause. What concerns our payment
     * account remains a refusal.
     */
    private static boolean isRefusedSetting(Throwable failure) {
        return failure instanceof CarrierDeclinedException declined
                && declined.refusal() != Refusal.ACCOUNT
                && declined.refusal() != Refusal.FUNDS;
    }

    private static CarrierUnavailableException credentialsRejected(Throwable refused) {
        return new CarrierUnavailableException(
                Failure.CREDENTIALS_REJECTED, String.valueOf(refused.getMessage()), null, refused);
    }

    private static void warnOfMissingScopes(UspsApi.Token granted) {
        String scope = granted.scope();
        if (scope == null) {
            return;
        }
        Set<String> missing = new TreeSet<>(SCOPES);
        missing.removeAll(Set.copyOf(List.of(scope.strip().split("\\s+", -1))));
        Log.infof("USPS token has scopes: %s", scope);
        if (!missing.isEmpty()) {
            Log.warnf("USPS token lacks scopes %s; calls that need them will be refused", String.join(", ", missing));
        }
    }

    private Uni<AccessTokenSource.Grant> fetchPaymentToken() {
        UspsApi.Role payer = role("PAYER", "EPS", account.account());
        UspsApi.Role owner = role("LABEL_OWNER", null, null);
        UspsApi.PaymentRequest roles = new UspsApi.PaymentRequest(List.of(payer, owner));
        return token.use(bearer -> api.authorizePayment("Bearer " + bearer, roles))
                .onFailure(UspsCarrier::isRefusedSetting)
                .transform(UspsCarrier::credentialsRejected)
                .map(granted ->
                        Objects.requireNonNull(granted.paymentAuthorizationToken(), "no paymentAuthorizationToken"))
                .map(value -> new AccessTokenSource.Grant(value, PAYMENT_TOKEN_LIFETIME));
    }

    private UspsApi.Role role(String name, @Nullable String accountType, @Nullable String number) {
        return new UspsApi.Role(name, account.crid(), account.mid(), account.manifestMid(), accountType, number);
    }
}
