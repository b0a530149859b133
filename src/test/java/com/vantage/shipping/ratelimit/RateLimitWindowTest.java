package com.vantage.shipping.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitWindowTest {
    @ParameterizedTest
    @CsvSource({
        "100/1s, 100, PT1S, 100/1s",
        "60/h, 60, PT1H, 60/1h",
        "1400 / 10s, 1400, PT10S, 1400/10s",
        "500000/1d, 500000, PT24H, 500000/24h",
        "100/90s, 100, PT1M30S, 100/90s",
        "100/120s, 100, PT2M, 100/2m",
        "5/100ms, 5, PT0.1S, 5/100ms"
    })
    void limitIsParsedAndFormatted(String text, long limit, Duration length, String again) {
        RateLimitWindow window = RateLimitWindow.parse(text);

        assertThat(window).isEqualTo(new RateLimitWindow(limit, length));
        assertThat(window).hasToString(again);
        assertThat(RateLimitWindow.parse(again)).isEqualTo(window);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "100", "100/", "0/1s", "-1/1s", "1/0s", "1/1w", "many/1s", "1/10ms"})
    void invalidLimitIsRejected(String text) {
        assertThatThrownBy(() -> RateLimitWindow.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void usablePartIsAtLeastOneCall() {
        assertThat(new RateLimitWindow(10, Duration.ofSeconds(1)).usableLimit(80))
                .isEqualTo(8);
        assertThat(new RateLimitWindow(1, Duration.ofSeconds(1)).usableLimit(80))
                .isEqualTo(1);
    }
}
