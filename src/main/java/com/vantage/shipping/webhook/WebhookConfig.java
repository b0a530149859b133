package com.vantage.shipping.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of webhooks. */
@ConfigMapping(prefix = "shipping.webhooks")
public interface WebhookConfig {
    /** Interval at which each replica looks for new events and due deliveries; {@code off} disables it. */
    @WithDefault("1s")
    String pollInterval();

    /** How long an endpoint may take to answer. */
    @WithDefault("10s")
    Duration timeout();

    /** Deliveries that are sent to an endpoint at once, by all replicas together. */
    @WithDefault("4")
    int concurrency();

    /**
     * After this time another replica repeats a delivery whose replica has stopped; longer than {@code timeout} and
     * {@code shipping.purchases.database-timeout} together.
     */
    @WithDefault("1m")
    Duration leaseDuration();

    /** Delay before the first retry of a delivery; it doubles with each further one. */
    @WithDefault("5s")
    Duration firstRetryDelay();

    /** Upper limit of the delay between retries. */
    @WithDefault("6h")
    Duration maxRetryDelay();

    /** How long a delivery is retried. An endpoint that has failed for as long is disabled. */
    @WithDefault("3d")
    Duration retryTimeout();

    /** How long deliveries are also signed with the former secret after a rotation. */
    @WithDefault("1d")
    Duration secretOverlap();

    /** Retention of deliveries, from the time of the event. */
    @WithDefault("30d")
    Duration retention();

    /** Maximum number of endpoints of a client. */
    @WithDefault("20")
    int maxEndpoints();

    /**
     * Whether endpoints may have loopback addresses and plain HTTP. For development and tests only: in production
     * clients could send requests to the replica itself.
     */
    @WithDefault("false")
    boolean allowLoopback();
}
