package com.vantage.shipping.carrier;

import com.vantage.shipping.ratelimit.RateLimitWindow;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of each carrier's resilience layer. Addresses and credentials are among the settings of each carrier. */
@ConfigMapping(prefix = "shipping.carriers")
public interface CarriersConfig {
    /** Value of a required setting that is not set. An enabled carrier must have none. */
    String UNSET = "unset";

    /**
     * Prefix of the value of an unset setting that only one of a carrier's APIs requires; the API's name follows. It is
     * required if the carrier's setting {@code api} names that API.
     */
    String UNSET_FOR = UNSET + " for ";

    /** By carrier code; carriers without settings get the defaults. */
    @WithParentName
    @WithDefaults
    Map<String, Settings> of();

    interface Settings {
        /** Whether the carrier is used; a disabled carrier needs no settings. */
        @WithDefault("true")
        boolean enabled();

        /** Total time limit of a call to quote, track or validate an address, including retries, if the caller sets no deadline. */
        @WithDefault("2500ms")
        Duration deadline();

        /** Time limit of one attempt of a call to quote, track or validate an address. */
        @WithDefault("2s")
        Duration timeout();

        /**
         * Time limit of a purchase, of finding or cancelling one, of a manifest and of each call about a pickup. A purchase that times
         * out has an unknown outcome, so keep this long.
         */
        @WithDefault("20s")
        Duration purchaseTimeout();

        /** Retries of quotes, tracking and address validation after a carrier error or a failed connection. Purchases are never retried. */
        @WithDefault("2")
        int retries();

        /**
         * Longest pause before the first retry, shortened at random by up to half; it doubles with each further retry.
         */
        @WithDefault("100ms")
        Duration retryDelay();

        /**
         * Request quota of our account, shared by all replicas: {@code 100/1s,60/1h}; unlimited if absent. New USPS
         * accounts have {@code 60/1h}.
         */
        Optional<List<RateLimitWindow>> quota();

        /** Percentage of the quota that is reserved for purchases. */
        @WithDefault("20")
        int purchaseReserve();

        /** Longest wait for a quota permit, within the call's deadline. */
        @WithDefault("300ms")
        Duration quotaTimeout();

        CircuitSettings circuit();

        /**
         * When the carrier is asked to validate addresses: {@code always}; {@code if-needed}, after the others and only about
         * addresses that these leave open, which spares a small quota; or {@code never}.
         */
        @WithDefault("always")
        AddressValidationMode addressValidation();
    }

    enum AddressValidationMode {
        ALWAYS,
        IF_NEEDED,
        NEVER
    }

    interface CircuitSettings {
        /** Consecutive failures that open the circuit. */
        @WithDefault("5")
        int failures();

        /** How long an open circuit rejects all calls. */
        @WithDefault("30s")
        Duration openFor();

        /** Successful trial calls that close the circuit. */
        @WithDefault("2")
        int trials();
    }
}
