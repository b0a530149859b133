package com.vantage.shipping.telemetry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Access log. */
@ConfigMapping(prefix = "shipping.request-log")
public interface AccessLogConfig {
    /** Whether each request is logged in one line. */
    @WithDefault("true")
    boolean enabled();
}
