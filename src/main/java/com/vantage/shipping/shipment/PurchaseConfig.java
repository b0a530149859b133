package com.vantage.shipping.shipment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of purchases, their reconciliation and retention. */
@ConfigMapping(prefix = "shipping.purchases")
public interface PurchaseConfig {
    /** Whether purchases require an {@code Idempotency-Key}. */
    @WithDefault("false")
    boolean keyRequired();

    /** How long a transaction is retried during a database failover. */
    @WithDefault("15s")
    Duration databaseTimeout();

    /**
     * Longest duration of a purchase, including carrier and database; an older unfinished one was abandoned by its
     * replica.
     */
    @WithDefault("90s")
    Duration leaseDuration();

    /** Interval at which each replica looks for unsettled purchases; {@code off} disables it. */
    @WithDefault("5s")
    String reconcileInterval();

    /** Interval at which partitions are created and dropped and expired keys deleted; {@code off} disables it. */
    @WithDefault("1h")
    String maintenanceInterval();

    /** Delay before the carrier is first queried about an unknown purchase; it doubles with each further query. */
    @WithDefault("10s")
    Duration firstReconcileDelay();

    /** Upper limit of the delay between queries. */
    @WithDefault("10m")
    Duration maxReconcileDelay();

    /** How long a carrier may not list a purchase that it has sold. Until then, not finding it proves nothing. */
    @WithDefault("30m")
    Duration listingGracePeriod();

    /**
     * When an unknown purchase is left to operators, and the last time that a purchase recorded as not bought is
     * checked.
     */
    @WithDefault("24h")
    Duration reconcileTimeout();

    /** Retention of idempotency keys and their responses. */
    @WithDefault("30d")
    Duration keyRetention();

    /**
     * Retention of shipments, labels, events and the audit trail, in whole months after the month of creation; at least
     * 2, so that no key without a response outlives its shipment.
     */
    @WithDefault("24")
    int retentionMonths();
}
