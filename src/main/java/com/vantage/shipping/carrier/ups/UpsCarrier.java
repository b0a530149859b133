package com.vantage.shipping.carrier.ups;

import com.vantage.shipping.carrier.AccessToken;
import com.vantage.shipping.carrier.Carrier;
import com.vantage.shipping.carrier.Correlation;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.Purchased;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.Service;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** UPS behind the port. */
@ApplicationScoped
class UpsCarrier implements Carrier {
    private static final int LONGEST_TRANS_ID = 32;

    private final UpsApi api;
    private final UpsConfig account;
    private final AccessToken token;

    UpsCarrier(@RestClient UpsApi api, UpsConfig account, Clock clock) {
        this.api = api;
        this.account = account;
        this.token = new AccessToken("ups", this::fetchToken, clock);
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
    public List<Service> services() {
        return UpsServices.ALL;
    }

    @Override
    public Uni<Answer<List<Rate>>> quote(RateRequest request) {
        String correlation = Correlation.id(LONGEST_TRANS_ID);
        return Outcome.answerOf(Uni.createFrom()
                .item(() -> UpsRating.toRequest(request, account.account(), correlation))
                .flatMap(body -> token.use(bearer -> api.rate("Bearer " + bearer, correlation, body)))
                .map(UpsRating::toRates));
    }

    @Override
    public Uni<Answer<Tracking>> track(TrackingNumber number) {
        String correlation = Correlation.id(LONGEST_TRANS_ID);
        return Outcome.answerOf(token.use(bearer -> api.track("Bearer " + bearer, correlation, number.value()))
                .map(reply -> UpsTracking.toTracking(reply, number)));
    }

    @Override
    public Uni<Answer<Purchased>> buy(PurchaseOrder order) {
        String correlation = Correlation.id(LONGEST_TRANS_ID);
        return Outcome.answerOf(Uni.createFrom()
                .item(() -> UpsShipping.toRequest(order, account.account(), correlation))
                .flatMap(body -> token.use(bearer -> api.ship("Bearer " + bearer, correlation, body)))
                .map(reply -> UpsShipping.toPurchased(reply, order)));
    }

    private Uni<AccessToken.Grant> fetchToken() {
        byte[] pair = (account.clientId() + ":" + account.clientSecret()).getBytes(StandardCharsets.UTF_8);
        return api.token("Basic " + Base64.getEncoder().encodeToString(pair), "client_credentials")
                .map(UpsCarrier::toGrant);
    }

    /** The life comes as text. */
    private static AccessToken.Grant toGrant(UpsApi.Token granted) {
        String value = Objects.requireNonNull(granted.accessToken(), "no access_token");
        String seconds = Objects.requireNonNull(granted.expiresIn(), "no expires_in");
        return new AccessToken.Grant(value, Duration.ofSeconds(Long.parseLong(seconds.strip())));
    }
}
