package com.vantage.shipping.tracking;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When shipments under way are tracked without a caller, so that changes become events. */
@ConfigMapping(prefix = "shipping.tracking.polling")
public interface TrackingPollingConfig {
    /**
     * Interval at which each replica looks for shipments to track, such as {@code 10s}; {@code off} disables it. Set it once
     * all replicas have version 3.0: earlier versions return the events as {@code shipment.created}.
     */
    @WithDefault("off")
    String interval();

    /** Percentage of a carrier's quota: while more is used, by callers or by polling, nothing is polled. */
    @WithDefault("50")
    int quotaShare();

    /** How often a shipment is tracked; each time up to a fifth sooner or later, by chance. */
    @WithDefault("4h")
    Duration transitInterval();

    /** The same for a shipment that is out for delivery or expected today, or whose carrier gave no answer. */
    @WithDefault("30m")
    Duration deliveryInterval();

    /** The same for a shipment of which nothing has changed for {@code idle-after}. */
    @WithDefault("1d")
    Duration idleInterval();

    /** How long nothing must have changed until a shipment is tracked rarely. */
    @WithDefault("3d")
    Duration idleAfter();

    /** Age at which a shipment is not tracked any more. */
    @WithDefault("90d")
    Duration maxAge();

    /** After this time another replica tracks a shipment whose replica has stopped; longer than a call to a carrier. */
    @WithDefault("1m")
    Duration leaseDuration();
}
