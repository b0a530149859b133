package com.vantage.shipping.carrier.ups;

import io.smallrye.config.ConfigMapping;
import java.net.URI;

/** Our account at UPS. */
@ConfigMapping(prefix = "shipping.carriers.ups")
public interface UpsConfig {
    /** The host, without path: {@code https://onlinetools.ups.com}, or {@code https://wwwcie.ups.com} for tests. */
    URI url();

    String clientId();

    String clientSecret();

    /** The six characters of the shipper number. */
    String account();
}
