package com.vantage.shipping.ratelimit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * How rate limits of clients ({@code shipping.callers}) and quotas of carriers ({@code shipping.carriers.<code>.quota}) are
 * counted across replicas, in Redis.
 */
@ConfigMapping(prefix = "shipping.limits")
public interface RateLimiterConfig {
    /**
     * Number of replicas among which limits are divided while Redis is unavailable and has not yet reported the actual
     * number.
     */
    @WithDefault("4")
    int replicas();

    /**
     * Timeout of Redis, after which this replica enforces its share of each limit locally. Should exceed pauses of this
     * process: while one replica counts locally and the others do not, the total may exceed the limit.
     */
    @WithDefault("500ms")
    Duration redisTimeout();

    /** How long Redis is not called after a failure. */
    @WithDefault("500ms")
    Duration redisRetryDelay();
}
