package com.vantage.shipping.address;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** Settings of address validation. Which carriers are asked is a setting of each carrier. */
@ConfigMapping(prefix = "shipping.addresses")
public interface AddressConfig {
    /** Carrier codes in order of trust: if answers differ, the first one's counts. Carriers that are not listed come last. */
    @WithDefault("usps,ups,fedex")
    List<String> precedence();

    /** How long carriers' answers are kept in Redis. */
    @WithDefault("1d")
    Duration cacheTtl();

    /** Addresses of one request that each carrier is asked about at once. */
    @WithDefault("8")
    int concurrency();

    /** Time limit of a request. Carriers that have not answered about an address by then count as timed out. */
    @WithDefault("10s")
    Duration deadline();
}
