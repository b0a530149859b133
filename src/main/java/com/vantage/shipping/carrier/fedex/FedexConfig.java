package com.vantage.shipping.carrier.fedex;

import com.vantage.shipping.carrier.CarriersConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** Our account at FedEx. */
@ConfigMapping(prefix = "shipping.carriers.fedex")
public interface FedexConfig {
    /** The host, without path: {@code https://apis.fedex.com}, or {@code https://apis-sandbox.fedex.com} for tests. */
    @WithDefault(CarriersConfig.UNSET)
    URI url();

    /** Of our application there: its key. */
    @WithDefault(CarriersConfig.UNSET)
    String clientId();

    /** Of our application there: its secret. */
    @WithDefault(CarriersConfig.UNSET)
    String clientSecret();

    /** The nine digits of the account that pays. */
    @WithDefault(CarriersConfig.UNSET)
    String account();

    /** FedEx gives the Track API to a project of its own, with this key; without it, the same credentials serve for all. */
    Optional<String> trackClientId();

    /** The secret of that project. */
    Optional<String> trackClientSecret();
}
