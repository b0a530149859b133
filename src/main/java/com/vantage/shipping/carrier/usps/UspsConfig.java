package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.CarriersConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** Settings of our account at USPS. Those that only its APIs v3 need are not required with Web Tools. */
@ConfigMapping(prefix = "shipping.carriers.usps")
public interface UspsConfig {
    /**
     * Which API is used. {@code webtools} are USPS's retired XML APIs, which rate and track but sell nothing; they need
     * the URL and the client id.
     */
    @WithDefault("v3")
    Api api();

    /**
     * The host, without path: {@code https://apis.usps.com}, or {@code https://apis-tem.usps.com} for tests;
     * {@code https://secure.shippingapis.com} for Web Tools.
     */
    @WithDefault(CarriersConfig.UNSET)
    URI url();

    /** The consumer key of our application at USPS; for Web Tools the USERID. */
    @WithDefault(CarriersConfig.UNSET)
    String clientId();

    /** The consumer secret of our application at USPS; for Web Tools the PASSWORD, which few accounts have. */
    @WithDefault(CarriersConfig.UNSET_FOR + "v3")
    String clientSecret();

    /** The number of the Enterprise Payment account that is billed. */
    @WithDefault(CarriersConfig.UNSET_FOR + "v3")
    String account();

    /** The customer registration id. */
    @WithDefault(CarriersConfig.UNSET_FOR + "v3")
    String crid();

    /** The mailer id, of 6 or 9 digits. */
    @WithDefault(CarriersConfig.UNSET_FOR + "v3")
    String mid();

    /** The mailer id for manifests. */
    @WithDefault("${shipping.carriers.usps.mid}")
    String manifestMid();

    /** Type of prices to request; by default commercial with v3 and retail with Web Tools. */
    Optional<PriceType> priceType();

    enum Api {
        V3,
        WEBTOOLS
    }

    enum PriceType {
        RETAIL,
        COMMERCIAL,
        CONTRACT
    }
}
