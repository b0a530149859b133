package com.vantage.shipping.carrier.ups;

import com.vantage.shipping.carrier.CarriersConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Settings of our account at UPS. */
@ConfigMapping(prefix = "shipping.carriers.ups")
public interface UpsConfig {
    /** The host, without path: {@code https://onlinetools.ups.com}, or {@code https://wwwcie.ups.com} for tests. */
    @WithDefault(CarriersConfig.UNSET)
    URI url();

    /** The client id of our application at UPS. */
    @WithDefault(CarriersConfig.UNSET)
    String clientId();

    /** The client secret of our application at UPS. */
    @WithDefault(CarriersConfig.UNSET)
    String clientSecret();

    /** The shipper number, six characters. */
    @WithDefault(CarriersConfig.UNSET)
    String account();
}
