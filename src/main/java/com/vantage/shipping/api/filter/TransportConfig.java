package com.vantage.shipping.api.filter;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Timeouts of incoming connections, and CORS. */
@ConfigMapping(prefix = "shipping.transport")
public interface TransportConfig {
    /** Time limit for the headers of a request, from the connection's start or the request's first byte. */
    @WithDefault("10s")
    Duration headerTimeout();

    /** Time limit for the body of a request, after its headers. */
    @WithDefault("20s")
    Duration bodyTimeout();

    /**
     * Origins whose scripts may call the API: {@code https://shop.example,https://admin.example}. Other origins get no CORS
     * headers.
     */
    Optional<Set<String>> origins();
}
