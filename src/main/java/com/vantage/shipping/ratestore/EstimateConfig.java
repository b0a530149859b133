package com.vantage.shipping.ratestore;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of estimates. */
@ConfigMapping(prefix = "shipping.quotes")
public interface EstimateConfig {
    /**
     * Whether the rates of a carrier that gives no answer are estimated from what it answered for the same lane and weight before.
     * Estimates are marked and cannot be bought.
     */
    @WithDefault("false")
    boolean estimates();

    /** How old an answer may be from which rates are estimated. */
    @WithDefault("3d")
    Duration estimateMaxAge();
}
