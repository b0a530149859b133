package com.vantage.shipping.carrier.ups;

import java.net.URI;

/** Account settings for tests. */
record UpsAccount(URI url, String clientId, String clientSecret, String account) implements UpsConfig {
    static final UpsAccount OURS = new UpsAccount(URI.create("http://localhost"), "client", "secret", "A1B2C3");
}
