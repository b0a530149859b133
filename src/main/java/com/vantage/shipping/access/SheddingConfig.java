package com.vantage.shipping.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much a replica takes on at once. */
@ConfigMapping(prefix = "shipping.shedding")
public interface SheddingConfig {
    /** How many requests a replica takes on at once, 1 at least; of quotes at most 60 % of it, of reads 80 %. */
    @WithDefault("1000")
    int inFlight();

    /** How late a replica may be with everything that it does and still take on a quote; other work may wait longer. */
    @WithDefault("250ms")
    Duration delay();
}
