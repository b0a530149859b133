package com.vantage.shipping.carrier.fedex;

import com.vantage.shipping.carrier.CarriersConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** Settings of our account at FedEx. */
@ConfigMapping(prefix = "shipping.carriers.fedex")
public interface FedexConfig {
    /** The host, without path: {@code https://apis.fedex.com}, or {@code https://apis-sandbox.fedex.com} for tests. */
    @WithDefault(CarriersConfig.UNSET)
    URI url();

    /** The API key of our project at FedEx. */
    @WithDefault(CarriersConfig.UNSET)
    String clientId();

    /** The secret key of our project at FedEx. */
    @WithDefault(CarriersConfig.UNSET)
    String clientSecret();

    /** The account number that is billed, nine digits. */
    @WithDefault(CarriersConfig.UNSET)
    String account();

    /**
     * The API key of a separate project for the Track API, as FedEx requires; without it, the other credentials are
     * used.
     */
    Optional<String> trackClientId();

    /** The secret key of the project for the Track API. */
    Optional<String> trackClientSecret();
}
