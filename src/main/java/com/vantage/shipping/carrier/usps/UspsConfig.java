package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.CarriersConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** Our account at USPS. What only its APIs v3 need is not missed when the others are asked. */
@ConfigMapping(prefix = "shipping.carriers.usps")
public interface UspsConfig {
    /**
     * Which of its APIs is asked. {@code webtools} are USPS's retired XML APIs, which quote and track and sell nothing; they
     * need the URL and the client id.
     */
    @WithDefault("v3")
    Api api();

    /**
     * The host, without path: {@code https://apis.usps.com}, or {@code https://apis-tem.usps.com} for tests; of Web Tools it
     * was {@code https://secure.shippingapis.com}.
     */
    @WithDefault(CarriersConfig.UNSET)
    URI url();

    /** The consumer key of our application there; of Web Tools the USERID. */
    @WithDefault(CarriersConfig.UNSET)
    String clientId();

    /** The consumer secret of our application there; of Web Tools the PASSWORD, which few accounts have. */
    @WithDefault(CarriersConfig.UNSET_FOR + "v3")
    String clientSecret();

    /** The number of the Enterprise Payment account that postage is taken from. */
    @WithDefault(CarriersConfig.UNSET_FOR + "v3")
    String account();

    /** The customer registration id. */
    @WithDefault(CarriersConfig.UNSET_FOR + "v3")
    String crid();

    /** The mailer id, of 6 or 9 digits. */
    @WithDefault(CarriersConfig.UNSET_FOR + "v3")
    String mid();

    /** The mailer id that manifests name. */
    @WithDefault("${shipping.carriers.usps.mid}")
    String manifestMid();

    /** Which of its prices USPS is asked for; if it is not said, commercial ones by v3 and retail ones by Web Tools. */
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
