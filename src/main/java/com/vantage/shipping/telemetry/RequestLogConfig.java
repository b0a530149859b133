package com.vantage.shipping.telemetry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The request log: one line per request. */
@ConfigMapping(prefix = "shipping.request-log")
public interface RequestLogConfig {
    /** Whether each request is logged in one line. */
    @WithDefault("true")
    boolean enabled();
}
