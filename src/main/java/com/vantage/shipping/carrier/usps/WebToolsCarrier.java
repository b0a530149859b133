package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.Carrier;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarriersConfig;
import com.vantage.shipping.carrier.LabelRequirements;
import com.vantage.shipping.carrier.OptionRules;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.PreparedCall;
import com.vantage.shipping.carrier.WireXml;
import com.vantage.shipping.model.AddressCheck;
import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.CancellationResult;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.CarrierService;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.ShippingOptions;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.UsAddress;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Adapter for USPS's Web Tools, which rate and track but sell nothing. */
class WebToolsCarrier implements Carrier {
    private final WebToolsApi api;
    private final UspsConfig account;

    WebToolsCarrier(WebToolsApi api, UspsConfig account) {
        this.api = api;
        this.account = account;
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
        return new Endpoint(account.url(), "Web Tools v5");
    }

    @Override
    public Optional<Instant> tokenExpiresAt() {
        return Optional.empty();
    }

    @Override
    public List<CarrierService> services() {
        return WebToolsServices.ALL;
    }

    @Override
    public Map<CarrierService, String> servicesWithoutOption(RateRequest request) {
        return OptionRules.servicesWithout(WebToolsServices.ALL, rule(request));
    }

    /** Web Tools' prices are asked for without extra services. */
    private static OptionRules.Rule rule(RateRequest request) {
        ShippingOptions options = request.options();
        return service -> Stream.of(
                        options.signed() ? OptionRules.SIGNATURE : null,
                        options.insuredValue() == null ? null : OptionRules.INSURED_VALUE,
                        options.holdForPickup() ? OptionRules.HOLD_FOR_PICKUP : null)
                .filter(Objects::nonNull)
                .findFirst();
    }

    @Override
    public PreparedCall<List<Rate>> quote(RateRequest request) {
        return PreparedCall.of(
                () -> {
                    OptionRules.requireAny("USPS", WebToolsServices.ALL, rule(request));
                    return WebToolsRateRequestBuilder.of(request, account);
                },
                rateRequest -> rateRequest.calls().size(),
                rateRequest -> rate(rateRequest, request));
    }

    @Override
    public PreparedCall<List<Tracking>> track(List<TrackingNumber> numbers) {
        return PreparedCall.of(
                () -> WebToolsTrackingMapper.toRequests(numbers, account), List::size, requests -> Uni.join()
                        .all(requests.stream().map(this::track).toList())
                        .andFailFast()
                        .map(replies -> WebToolsTrackingMapper.toTrackings(replies, numbers)));
    }

    @Override
    public PreparedCall<AddressCheck> validate(UsAddress address) {
        return PreparedCall.declined(new CarrierDeclinedException(
                Refusal.NO_SERVICE, "WEBTOOLS", "addresses are validated with shipping.carriers.usps.api=v3 only"));
    }

    @Override
    public LabelRequirements labelRequirements(RateAddress origin, RateAddress destination) {
        return LabelRequirements.NONE;
    }

    @Override
    public PreparedCall<PurchaseResult> buy(PurchaseOrder order) {
        return notSupported();
    }

    @Override
    public PreparedCall<List<FoundPurchase>> find(PurchaseOrder order) {
        return notSupported();
    }

    @Override
    public PreparedCall<CancellationResult> cancel(CancellationRequest cancellation) {
        return notSupported();
    }

    /** The password; absent if the account has none. */
    static @Nullable String password(UspsConfig account) {
        String secret = account.clientSecret();
        return secret.isBlank() || secret.startsWith(CarriersConfig.UNSET) ? null : secret;
    }

    private Uni<List<Rate>> rate(WebToolsRateRequestBuilder rateRequest, RateRequest request) {
        return Uni.join()
                .all(rateRequest.calls().stream().map(this::requestRates).toList())
                .andFailFast()
                .map(replies -> WebToolsRateReplyMapper.toRates(
                        request, rateRequest.ids(), replies, WebToolsRateRequestBuilder.priceType(account)));
    }

    private Uni<WebToolsRateReplyMapper.Response> requestRates(WebToolsRateRequestBuilder.RateV4Request packages) {
        return api.call(WebToolsApi.RATES, WireXml.write(packages)).map(WebToolsRateReplyMapper::read);
    }

    private Uni<WebToolsTrackingMapper.Response> track(WebToolsTrackingMapper.TrackFieldRequest numbers) {
        return api.call(WebToolsApi.TRACKING, WireXml.write(numbers)).map(WebToolsTrackingMapper::read);
    }

    private static <T> PreparedCall<T> notSupported() {
        return PreparedCall.declined(new CarrierDeclinedException(
                Refusal.NO_SERVICE,
                "WEBTOOLS",
                "USPS Web Tools has sold no labels since 2024-07-14; use shipping.carriers.usps.api=v3"));
    }
}
