package com.vantage.shipping.tracking;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long an answer about a parcel may be given again, and what is done when a store does not answer. */
@ConfigMapping(prefix = "shipping.tracking")
public interface TrackingConfig {
    /** For a parcel on its way. */
    @WithDefault("300s")
    Duration keepMoving();

    /** For a delivered one. */
    @WithDefault("7d")
    Duration keepDelivered();

    /** For one that the carrier does not know, or not yet. */
    @WithDefault("60s")
    Duration keepUnseen();

    /** How much longer an answer is given when the carrier cannot be asked for a newer one. */
    @WithDefault("24h")
    Duration keepStale();

    /** For those who ask for the same parcel and would find the carrier failing again. */
    @WithDefault("1s")
    Duration keepFailure();

    /** For whose a shipment is and what its number is, which never change: to be known while PostgreSQL is away. */
    @WithDefault("24h")
    Duration keepParcel();

    /** A label younger than this whose parcel the carrier does not know has just not been scanned yet. */
    @WithDefault("3d")
    Duration unseenIsNormalFor();

    /** How long Redis may take; then the carrier is asked. */
    @WithDefault("250ms")
    Duration cachePatience();

    /** How long Redis is left alone after it did not answer. */
    @WithDefault("500ms")
    Duration cachePause();

    /** How long PostgreSQL may take. */
    @WithDefault("2s")
    Duration databasePatience();
}
