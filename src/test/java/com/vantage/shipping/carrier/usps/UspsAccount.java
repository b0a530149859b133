package com.vantage.shipping.carrier.usps;

import java.net.URI;

/** Our account in tests. */
record UspsAccount(
        URI url,
        String clientId,
        String clientSecret,
        String account,
        String crid,
        String mid,
        String manifestMid,
        PriceType priceType)
        implements UspsConfig {

    static UspsAccount paying(PriceType priceType) {
        return new UspsAccount(
                URI.create("http://localhost"), "client", "secret", "1234", "12345678", "123456", "123456", priceType);
    }
}
