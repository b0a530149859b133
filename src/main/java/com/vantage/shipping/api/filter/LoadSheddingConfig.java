package com.vantage.shipping.api.filter;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Load shedding: how many requests a replica serves at once. */
@ConfigMapping(prefix = "shipping.shedding")
public interface LoadSheddingConfig {
    /** Maximum number of concurrent requests, at least 1; quotes are rejected above 60 % of it, reads above 80 %. */
    @WithDefault("1000")
    int maxInFlight();

    /** Event loop lag beyond which quotes are rejected; reads are rejected beyond twice, purchases beyond four times of it. */
    @WithDefault("250ms")
    Duration maxEventLoopLag();
}
