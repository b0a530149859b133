package com.vantage.shipping.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the keys are kept that callers' tokens are checked with. */
@ConfigMapping(prefix = "shipping.tokens")
public interface TokensConfig {
    /** How often the issuer's keys are fetched, so that one that it has withdrawn opens nothing for longer than this. */
    @WithDefault("5m")
    Duration keysEvery();

    /** How soon they are fetched again after a failure, or for another token whose key is not among them. */
    @WithDefault("10s")
    Duration keysPause();
}
