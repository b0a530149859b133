package com.vantage.shipping.ratelimit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How limits are counted for all replicas together. */
@ConfigMapping(prefix = "shipping.limits")
public interface LimitsConfig {
    /** How many replicas share a limit while Redis is away and has never said how many there are: set it to yours. */
    @WithDefault("4")
    int replicas();

    /**
     * How long Redis may take; then this replica counts for itself. Long enough for a pause of this process: while it counts
     * for itself and the others do not, all together may come to more than the limit.
     */
    @WithDefault("500ms")
    Duration patience();

    /** How long Redis is left alone after it did not answer. */
    @WithDefault("500ms")
    Duration pause();
}
