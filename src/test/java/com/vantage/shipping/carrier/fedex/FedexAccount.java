package com.vantage.shipping.carrier.fedex;

import java.net.URI;
import java.util.Optional;

/** Account settings for tests. */
record FedexAccount(
        URI url,
        String clientId,
        String clientSecret,
        String account,
        Optional<String> trackClientId,
        Optional<String> trackClientSecret)
        implements FedexConfig {
    static final FedexAccount OURS = of(Optional.empty(), Optional.empty());

    static final FedexAccount OF_TWO_PROJECTS = of(Optional.of("track"), Optional.of("other secret"));

    private static FedexAccount of(Optional<String> trackId, Optional<String> trackSecret) {
        return new FedexAccount(
                URI.create("https://apis.fedex.example"), "ship", "secret", "740561073", trackId, trackSecret);
    }
}
