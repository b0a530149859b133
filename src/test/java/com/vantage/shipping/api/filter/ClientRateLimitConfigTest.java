package com.vantage.shipping.api.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.ratelimit.RateLimitWindow;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientRateLimitConfigTest {
    @ParameterizedTest
    @CsvSource({"SHIPPING_CALLERS_LIMITS_SHOP, shop", "SHIPPING_CALLERS_LIMITS_ORDER_PROCESSOR, Order-Processor"})
    void environmentVariableSetsLimitOfClient(String name, String client) {
        ClientRateLimitConfig config = environment(name, "5/1s,6/1m");

        assertThat(config.limitOf(client))
                .containsExactly(RateLimitWindow.parse("5/1s"), RateLimitWindow.parse("6/1m"));
        assertThat(config.limitOf("other"))
                .containsExactly(RateLimitWindow.parse("200/1s"), RateLimitWindow.parse("6000/1m"));
    }

    private static ClientRateLimitConfig environment(String name, String value) {
        return new SmallRyeConfigBuilder()
                .withMapping(ClientRateLimitConfig.class)
                .withSources(new EnvConfigSource(Map.of(name, value), 300))
                .build()
                .getConfigMapping(ClientRateLimitConfig.class);
    }
}
