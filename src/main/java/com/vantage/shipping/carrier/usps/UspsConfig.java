package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.CarriersConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Our account at USPS. */
@ConfigMapping(prefix = "shipping.carriers.usps")
public interface UspsConfig {
    /** The host, without path: {@code https://apis.usps.com}, or {@code https://apis-tem.usps.com} for tests. */
    @WithDefault(CarriersConfig.UNSET)
    URI url();

    @WithDefault(CarriersConfig.UNSET)
    String clientId();

    @WithDefault(CarriersConfig.UNSET)
    String clientSecret();

    /** The number of the Enterprise Payment account that postage is taken from. */
    @WithDefault(CarriersConfig.UNSET)
    String account();

    /** The customer registration id. */
    @WithDefault(CarriersConfig.UNSET)
    String crid();

    /** The mailer id, of 6 or 9 digits. */
    @WithDefault(CarriersConfig.UNSET)
    String mid();

    /** The mailer id that manifests name. */
    @WithDefault("${shipping.carriers.usps.mid}")
    String manifestMid();

    /** Which of its prices USPS is asked for. */
    @WithDefault("COMMERCIAL")
    PriceType priceType();

    enum PriceType {
        RETAIL,
        COMMERCIAL,
        CONTRACT
    }
}
