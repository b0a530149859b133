package com.vantage.shipping.operations;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of the {@code check} command; the service itself does not use them. */
@ConfigMapping(prefix = "shipping.check")
public interface OperationsCheckConfig {
    /** Address of Prometheus, such as {@code http://prometheus:9090}. The command requires it. */
    Optional<URI> prometheusUrl();

    /** Namespace whose metrics are checked; all namespaces that Prometheus knows, if not set. */
    Optional<String> namespace();

    /** How long one query to Prometheus, or one connection to read a certificate, may take. */
    @WithDefault("10s")
    Duration timeout();

    /**
     * Servers whose TLS certificates are checked, such as {@code https://api.example} or {@code postgresql://database:5432};
     * also {@code rediss://}. Nothing is sent to them after the handshake.
     */
    Optional<List<URI>> certificates();

    /** Checks to leave out because the environment has nothing to check, such as {@code backup-age}. */
    Optional<List<String>> skip();
}
