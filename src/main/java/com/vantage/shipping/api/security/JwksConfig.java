package com.vantage.shipping.api.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Cache of the keys that verify callers' tokens. */
@ConfigMapping(prefix = "shipping.tokens")
public interface JwksConfig {
    /** How often the issuer's keys are fetched. A withdrawn key stays valid for at most this long. */
    @WithDefault("5m")
    Duration refreshInterval();

    /** Minimum time between two fetches after a failure or for a token with an unknown key id. */
    @WithDefault("10s")
    Duration retryDelay();
}
