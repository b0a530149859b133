package com.vantage.shipping.tracking;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long an answer about a parcel may be given again, and what is done when a store does not answer. */
@ConfigMapping(prefix = "shipping.tracking")
public interface TrackingConfig {
    /** How long the answer about a parcel on its way is given again. */
    @WithDefault("300s")
    Duration keepMoving();

    /** How long that about a delivered one. */
    @WithDefault("7d")
    Duration keepDelivered();

    /** How long an answer is kept that the carrier does not know the parcel, or not yet. */
    @WithDefault("60s")
    Duration keepUnseen();

    /** How long an answer is remembered after the carrier was last asked: it is given while the carrier does not find the parcel. */
    @WithDefault("30d")
    Duration keepSeen();

    /** How much longer an answer is given when the carrier cannot be asked for a newer one. */
    @WithDefault("24h")
    Duration keepStale();

    /** How long nobody asks again about a parcel after the carrier gave no answer. */
    @WithDefault("1s")
    Duration keepFailure();

    /** How long Redis knows whose a shipment is, its numbers and whether it was cancelled: for when PostgreSQL is away. */
    @WithDefault("24h")
    Duration keepParcel();

    /** A label younger than this whose parcel the carrier does not know has just not been scanned yet: {@code pre_transit}. */
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
