package com.vantage.shipping;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What bringing the schema up is told, beside where the database is. */
@ConfigMapping(prefix = "shipping.migration")
public interface MigrationConfig {
    /**
     * The role that the service connects with. Migrating gives it the rights that the service needs and takes away all others;
     * without it rights stay as they are. The role itself is made by others, before.
     */
    Optional<String> serviceRole();
}
