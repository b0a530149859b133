package com.vantage.shipping.tracking;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long an answer about a parcel may be given again. */
@ConfigMapping(prefix = "shipping.tracking")
public interface TrackingConfig {
    /** For a parcel on its way. */
    @WithDefault("300s")
    Duration keepMoving();

    /** For a delivered one. */
    @WithDefault("7d")
    Duration keepDelivered();

    /** For one that the carrier has not seen yet. */
    @WithDefault("60s")
    Duration keepUnseen();

    /** A label younger than this whose parcel the carrier does not know has just not been scanned yet. */
    @WithDefault("3d")
    Duration unseenIsNormalFor();
}
