package com.vantage.shipping.carrier.ups;

import com.vantage.shipping.carrier.CarriersConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Our account at UPS. */
@ConfigMapping(prefix = "shipping.carriers.ups")
public interface UpsConfig {
    /** The host, without path: {@code https://onlinetools.ups.com}, or {@code https://wwwcie.ups.com} for tests. */
    @WithDefault(CarriersConfig.UNSET)
    URI url();

    /** Of our application there. */
    @WithDefault(CarriersConfig.UNSET)
    String clientId();

    /** Of our application there. */
    @WithDefault(CarriersConfig.UNSET)
    String clientSecret();

    /** The six characters of the shipper number. */
    @WithDefault(CarriersConfig.UNSET)
    String account();
}
