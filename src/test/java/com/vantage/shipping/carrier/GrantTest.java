package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.vantage.shipping.carrier.AccessTokenSource.Grant;
import com.vantage.shipping.carrier.Outcome.Failure;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantTest {
    @ParameterizedTest
    @CsvSource({"1,1", "3599,3599", "3599.5,3599", "86400,86400"})
    void tokenHasTheGrantedLifetime(BigDecimal expiresIn, long seconds) {
        assertThat(Grant.of("eyJ", expiresIn)).isEqualTo(new Grant("eyJ", Duration.ofSeconds(seconds)));
    }

    /** Otherwise each call would fetch a token, for which FedEx blocks our address. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"0", "-1", "0.5", "86401", "1e99"})
    void unusableLifetimeCountsAsOneHour(BigDecimal expiresIn) {
        assertThat(Grant.of("eyJ", expiresIn).lifetime()).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void responseWithoutTokenIsAFailure(String accessToken) {
        assertThat(catchThrowableOfType(
                                CarrierUnavailableException.class,
                                () -> Grant.of(accessToken, BigDecimal.valueOf(3599)))
                        .failure())
                .isEqualTo(Failure.UNREADABLE);
    }
}
