package com.vantage.shipping.carrier.fedex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.vantage.shipping.carrier.AccessToken.Grant;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Failure;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FedexTokenTest {
    @ParameterizedTest
    @CsvSource({"3599,3599", "'\"3599\"',3599", "3599.5,3599", "86400,86400"})
    void tokenHasFedexsLifetime(String told, long seconds) throws IOException {
        assertThat(token("{\"access_token\":\"eyJ\",\"expires_in\":" + told + "}")
                        .grant())
                .isEqualTo(new Grant("eyJ", Duration.ofSeconds(seconds)));
    }

    /** Otherwise each call would fetch a token, for which FedEx blocks our address. */
    @ParameterizedTest
    @ValueSource(strings = {"null", "0", "-1", "0.5", "\"soon\"", "1e99"})
    void tokenWithoutUsableLifetimeLastsAnHour(String told) throws IOException {
        assertThat(token("{\"access_token\":\"eyJ\",\"expires_in\":" + told + "}")
                        .grant()
                        .lifetime())
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void replyWithoutTokenIsAFailure() throws IOException {
        FedexApi.Token nothing = token("{\"token_type\":\"bearer\",\"expires_in\":3599}");

        assertThat(catchThrowableOfType(CarrierUnavailableException.class, nothing::grant)
                        .failure())
                .isEqualTo(Failure.UNREADABLE);
    }

    private static FedexApi.Token token(String reply) throws IOException {
        return Recorded.JSON.readValue(reply, FedexApi.Token.class);
    }
}
