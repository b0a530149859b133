package com.vantage.shipping.transport;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What the front door asks of connections and browsers. */
@ConfigMapping(prefix = "shipping.transport")
public interface TransportConfig {
    /** How long a connection, and then each request from its first byte, may take until all headers are there. */
    @WithDefault("10s")
    Duration headerPatience();

    /** How long the body may take after the headers. */
    @WithDefault("20s")
    Duration bodyPatience();

    /** The web pages whose scripts may call us: {@code https://shop.example,https://admin.example}. Others get no CORS headers. */
    Optional<Set<String>> origins();
}
