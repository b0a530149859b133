package com.vantage.shipping.carrier;

import com.vantage.shipping.ratelimit.Window;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How each carrier is treated. What only its adapter needs (address, credentials) stands beside the adapter. */
@ConfigMapping(prefix = "shipping.carriers")
public interface CarriersConfig {
    /** What a setting is that has no sensible default. A carrier that is switched on must have none such. */
    String UNSET = "unset";

    /**
     * What such a setting is that only one of a carrier's APIs needs, with that API's name behind it. It is missed if the
     * carrier's setting {@code api} names that API.
     */
    String UNSET_FOR = UNSET + " for ";

    /** By carrier code; one that is not named here gets the defaults. */
    @WithParentName
    @WithDefaults
    Map<String, Settings> of();

    interface Settings {
        /** Whether the carrier is asked at all; one that is not needs no settings. */
        @WithDefault("true")
        boolean enabled();

        /** How long a quote or tracking may take in all, second tries included, when the caller names no deadline. */
        @WithDefault("2500ms")
        Duration deadline();

        /** How long one attempt of a quote or tracking may take. */
        @WithDefault("2s")
        Duration timeout();

        /**
         * How long a purchase may take, and how long it may take to find or cancel one. Giving up early settles nothing, it
         * only leaves a purchase unknown.
         */
        @WithDefault("20s")
        Duration purchaseTimeout();

        /** How often a quote or tracking that found the carrier broken or out of reach is tried again. Purchases never are. */
        @WithDefault("2")
        int retries();

        /** The longest pause before the first retry, shortened at random by up to half; the next one is about twice as long. */
        @WithDefault("100ms")
        Duration retryPause();

        /**
         * What our account may ask, by all replicas together: {@code 100/1s,60/1h}; unlimited where nothing is said. A new
         * account at USPS has {@code 60/1h}.
         */
        Optional<List<Window>> quota();

        /** Percent of the quota that quotes and tracking leave to purchases. */
        @WithDefault("20")
        int purchaseReserve();

        /** How long a call waits for the quota to have room, within its deadline. */
        @WithDefault("300ms")
        Duration quotaWait();

        CircuitSettings circuit();
    }

    interface CircuitSettings {
        /** Failures in a row that open the circuit. */
        @WithDefault("5")
        int failures();

        /** How long an open circuit lets nobody through. */
        @WithDefault("30s")
        Duration openFor();

        /** Good trials that close it again. */
        @WithDefault("2")
        int trials();
    }
}
