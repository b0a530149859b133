package com.vantage.shipping.carrier.ups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.Correlation;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.StaleToken;
import com.vantage.shipping.model.TrackingNumber;
import io.smallrye.mutiny.Uni;
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
        var answer = new UpsCarrier(new ScriptedApi(life, refusals), UpsAccount.OURS, Clock.systemUTC())
                .track(NUMBER)
                .await()
                .indefinitely();

        assertThat(answer).isInstanceOf(Answered.class);
    }

    /** Refuses the first tokens, then tracks. */
    private final class ScriptedApi implements UpsApi {
        private final @Nullable String life;
        private final int refusals;

        ScriptedApi(@Nullable String life, int refusals) {
            this.life = life;
            this.refusals = refusals;
        }

        @Override
        public Uni<Token> token(String basic, String grantType) {
            credentials.add(basic);
            return Uni.createFrom().item(new Token("token" + credentials.size(), life));
        }

        @Override
        public Uni<UpsTracking.Response> track(String bearer, String transId, String number) {
            bearers.add(bearer);
            transIds.add(transId);
            return bearers.size() <= refusals
                    ? Uni.createFrom().failure(new StaleToken("no"))
                    : Uni.createFrom().item(Recorded.reply("tracking-delivered", UpsTracking.Response.class));
        }

        @Override
        public Uni<UpsRating.Response> rate(String bearer, String transId, UpsRating.Request request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<UpsShipping.Response> ship(String bearer, String transId, UpsShipping.Request request) {
            throw new UnsupportedOperationException();
        }
    }
}
