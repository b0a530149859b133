package com.vantage.shipping.api.batch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of batches. */
@ConfigMapping(prefix = "shipping.batches")
public interface BatchConfig {
    /** Items of one batch that are in progress at once. The others wait, so that a batch does not hold up single requests. */
    @WithDefault("8")
    int concurrency();
}
