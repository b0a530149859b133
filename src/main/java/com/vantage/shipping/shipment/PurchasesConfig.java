package com.vantage.shipping.shipment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How purchases are made, settled and kept. */
@ConfigMapping(prefix = "shipping.purchases")
public interface PurchasesConfig {
    /** Refuses purchases without an {@code Idempotency-Key}. */
    @WithDefault("false")
    boolean keyRequired();

    /** How long a transaction is tried again while the database fails over. */
    @WithDefault("15s")
    Duration databasePatience();

    /** A purchase that is older is no longer being made: whoever made it is gone. Longer than any carrier and database take. */
    @WithDefault("90s")
    Duration longest();

    /** How often a replica looks for purchases that nobody settles; {@code off}: never. */
    @WithDefault("5s")
    String pace();

    /** How often months to come are made, old ones dropped and old keys forgotten; {@code off}: never. */
    @WithDefault("1h")
    String upkeep();

    /** How long after a purchase without an answer its carrier is asked about it; then after twice as long each time. */
    @WithDefault("10s")
    Duration firstLook();

    /** Where the longer and longer pauses between two looks end. */
    @WithDefault("10m")
    Duration longestPause();

    /** How long a carrier may not yet know what it sold. Until then its not knowing means nothing. */
    @WithDefault("30m")
    Duration grace();

    /** What is unknown for longer is a matter for people, and a purchase found later than this is not looked for. */
    @WithDefault("24h")
    Duration giveUp();

    /** How long an answer is given again for its key. */
    @WithDefault("30d")
    Duration keepKeys();

    /**
     * How long shipments, labels, events and the audit trail are kept, in whole months after the one in which the shipment was made; 2 at
     * least, as no key without an answer should outlive its shipment.
     */
    @WithDefault("24")
    int keepMonths();
}
