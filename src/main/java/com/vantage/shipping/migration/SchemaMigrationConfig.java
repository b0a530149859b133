package com.vantage.shipping.migration;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Settings of the schema migration, besides the database address. */
@ConfigMapping(prefix = "shipping.migration")
public interface SchemaMigrationConfig {
    /**
     * Role that the service connects with, which must exist. The migration grants it the privileges that the service needs and
     * revokes all others; without this setting, privileges stay unchanged.
     */
    Optional<String> serviceRole();
}
