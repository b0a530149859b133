package com.vantage.shipping.carrier.ups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.Correlation;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.StaleToken;
import com.vantage.shipping.model.TrackingNumber;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpsCarrierTest {
    private static final TrackingNumber NUMBER = new TrackingNumber("1Z023E2X0214323462");

    private final List<String> bearers = new ArrayList<>();
    private final List<String> transIds = new ArrayList<>();
    private final List<String> credentials = new ArrayList<>();

    @AfterEach
    void forgetTheRequest() {
        MDC.remove(Correlation.KEY);
    }

    @Test
    void requestIdIsCutToWhatUpsTakes() {
        MDC.put(Correlation.KEY, "3f0c2a52-5d0e-4a3b-9d3c-0123456789ab");

        track("14399", 0);

        assertThat(transIds).containsExactly("3f0c2a52-5d0e-4a3b-9d3c-01234567");
    }

    @Test
    void tokenIsFetchedWithOurCredentialsAndSentAsBearer() {
        track("14399", 0);

        assertThat(credentials).containsExactly("Basic Y2xpZW50OnNlY3JldA==");
        assertThat(bearers).containsExactly("Bearer token1");
    }

    @Test
    void tokenThatUpsDoesNotTakeIsFetchedAnewOnce() {
        track("14399", 1);

        assertThat(bearers).containsExactly("Bearer token1", "Bearer token2");
    }

    @Test
    void tokenWithoutALifeCannotBeRead() {
        assertThatThrownBy(() -> track(null, 0)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> track("soon", 0)).isInstanceOf(NumberFormatException.class);
    }

    private void track(@Nullable String life, int refusals) {
        var answer = new UpsCarrier(scriptedApi(life, refusals), UpsAccount.OURS, Clock.systemUTC())
                .track(NUMBER)
                .await()
                .indefinitely();

        assertThat(answer).isInstanceOf(Answered.class);
    }

    /**
     * Refuses the first tokens, then tracks. A class that implements the interface would be taken for a resource of ours by
     * the tests that start the service, and end up in our OpenAPI document.
     */
    private UpsApi scriptedApi(@Nullable String life, int refusals) {
        return (UpsApi) Proxy.newProxyInstance(
                UpsApi.class.getClassLoader(),
                new Class<?>[] {UpsApi.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "token" -> granted((String) arguments[0], life);
                    case "track" -> tracked((String) arguments[0], (String) arguments[1], refusals);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private Uni<UpsApi.Token> granted(String basic, @Nullable String life) {
        credentials.add(basic);
        return Uni.createFrom().item(new UpsApi.Token("token" + credentials.size(), life));
    }

    private Uni<UpsTracking.Response> tracked(String bearer, String transId, int refusals) {
        bearers.add(bearer);
        transIds.add(transId);
        return bearers.size() <= refusals
                ? Uni.createFrom().failure(new StaleToken("no"))
                : Uni.createFrom().item(Recorded.reply("tracking-delivered", UpsTracking.Response.class));
    }
}
