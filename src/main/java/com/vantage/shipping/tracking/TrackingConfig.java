package com.vantage.shipping.tracking;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Time to live of cached tracking answers, and timeouts of the stores. */
@ConfigMapping(prefix = "shipping.tracking")
public interface TrackingConfig {
    /** Time to live of answers about parcels in transit. */
    @WithDefault("300s")
    Duration inTransitTtl();

    /** Time to live of answers about delivered parcels. */
    @WithDefault("7d")
    Duration deliveredTtl();

    /** Time to live of answers that the carrier does not know the parcel, or not yet. */
    @WithDefault("60s")
    Duration notFoundTtl();

    /** Retention of the last answer after the last carrier call. It is returned while the carrier does not find the parcel. */
    @WithDefault("30d")
    Duration lastAnswerRetention();

    /** How long an expired answer may be returned while the carrier gives no newer one. */
    @WithDefault("24h")
    Duration staleTtl();

    /** Time to live of failures, during which the carrier is not called again about the parcel. */
    @WithDefault("1s")
    Duration failureTtl();

    /** Retention in Redis of a shipment's owner, tracking numbers and cancellation, for use while PostgreSQL is unavailable. */
    @WithDefault("24h")
    Duration shipmentTtl();

    /** A label younger than this whose parcel the carrier does not know counts as not scanned yet: {@code pre_transit}. */
    @WithDefault("3d")
    Duration preTransitPeriod();

    /** Timeout of Redis, after which the carrier is called. */
    @WithDefault("250ms")
    Duration cacheTimeout();

    /** How long Redis is not called after a failure. */
    @WithDefault("500ms")
    Duration cacheRetryDelay();

    /** Timeout of PostgreSQL. */
    @WithDefault("2s")
    Duration databaseTimeout();
}
