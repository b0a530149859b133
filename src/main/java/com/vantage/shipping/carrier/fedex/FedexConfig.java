package com.vantage.shipping.carrier.fedex;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** Our account at FedEx. */
@ConfigMapping(prefix = "shipping.carriers.fedex")
public interface FedexConfig {
    /** The host, without path: {@code https://apis.fedex.com}, or {@code https://apis-sandbox.fedex.com} for tests. */
    URI url();

    String clientId();

    String clientSecret();

    /** The nine digits of the account that pays. */
    String account();

    /** FedEx gives the Track API to a project of its own; without it, the same credentials serve for all. */
    Optional<String> trackClientId();

    Optional<String> trackClientSecret();
}
