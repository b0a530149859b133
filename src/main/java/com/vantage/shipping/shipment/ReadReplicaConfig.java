package com.vantage.shipping.shipment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Reads from replicas of the database. */
@ConfigMapping(prefix = "shipping.database")
public interface ReadReplicaConfig {
    /**
     * Address of the replicas, or of PgBouncer in front of them: {@code postgresql://replicas:5432/shipping}, with the role, the
     * password and the TLS settings of the primary. While the primary does not answer, shipments, labels and lists are read
     * there. Without this setting, reads wait for the primary.
     */
    Optional<String> readUrl();

    /** How long a read waits for the primary before it is repeated at a replica. */
    @WithDefault("400ms")
    Duration readTimeout();
}
