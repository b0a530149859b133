package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.CarriersConfig;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Account settings for tests. */
record UspsAccount(
        Api api,
        URI url,
        String clientId,
        String clientSecret,
        String account,
        String crid,
        String mid,
        String manifestMid,
        Optional<PriceType> priceType)
        implements UspsConfig {

    static UspsAccount paying(PriceType priceType) {
        return new UspsAccount(
                Api.V3,
                URI.create("http://localhost"),
                "client",
                "secret",
                "1234",
                "12345678",
                "123456",
                "123456",
                Optional.of(priceType));
    }

    /** With only the settings that Web Tools requires, otherwise the defaults. */
    static UspsAccount ofWebTools(String secret, @Nullable PriceType priceType) {
        String unset = CarriersConfig.UNSET_FOR + "v3";
        return new UspsAccount(
                Api.WEBTOOLS,
                URI.create("http://localhost"),
                "XXXXXXXX",
                secret,
                unset,
                unset,
                unset,
                unset,
                Optional.ofNullable(priceType));
    }

    static UspsAccount ofWebTools() {
        return ofWebTools(CarriersConfig.UNSET_FOR + "v3", null);
    }
}
