package com.vantage.shipping.telemetry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The log's lines of requests. */
@ConfigMapping(prefix = "shipping.request-log")
public interface RequestLogConfig {
    /** Whether each request gets its line in the log. */
    @WithDefault("true")
    boolean enabled();
}
