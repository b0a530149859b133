package com.vantage.shipping.migration;

import com.vantage.shipping.config.SettingsValidator;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Migrates the database schema to this version and prints a summary. Runs without Quarkus, whose start would require the
 * settings of carriers, issuer and Redis.
 */
public final class SchemaMigration {
    /** Placeholder for no role; PostgreSQL reserves this name. */
    private static final String NO_ROLE = "none";

    /** Strongly referenced, because a garbage-collected logger loses its level. */
    private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

    /** Prints each migration when it starts, because one may take long. */
    private static final class ProgressPrinter extends BaseCallback {
        private final PrintStream out;

        ProgressPrinter(PrintStream out) {
            this.out = out;
        }

        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_EACH_MIGRATE;
        }

        @Override
        public void handle(Event event, Context context) {
            out.println("Applying " + title(context.getMigrationInfo()));
        }
    }

    private SchemaMigration() {}

    /** @throws IllegalArgumentException if a setting is missing or invalid; else what Flyway throws */
    public static void run(PrintStream out) {
        // Flyway's own messages would repeat ours.
        FLYWAY.setLevel(Level.SEVERE);
        SmallRyeConfig config = config();
        Optional<String> role =
                config.getConfigMapping(SchemaMigrationConfig.class).serviceRole();
        Flyway flyway = flyway(config, role, out);

        int applied = flyway.migrate().migrationsExecuted;

        out.println(summary(applied, flyway.info().current()));
        out.println(role.map(name -> name + " has exactly the privileges that the service needs")
                .orElse("Privileges unchanged: SHIPPING_MIGRATION_SERVICE_ROLE is not set"));
    }

    /** The reason in one line: of an error of PostgreSQL or its driver, the message only. */
    public static String reason(RuntimeException failure) {
        return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(PSQLException.class::isInstance)
                .map(PSQLException.class::cast)
                .reduce((outer, inner) -> inner)
                .map(SchemaMigration::message)
                .orElseGet(() -> firstLine(failure.getMessage()));
    }

    private static String message(PSQLException failure) {
        ServerErrorMessage answer = failure.getServerErrorMessage();
        return firstLine(answer == null ? failure.getMessage() : answer.getMessage());
    }

    private static String firstLine(@Nullable String message) {
        return String.valueOf(message).lines().findFirst().orElse("").strip();
    }

    /** Reads environment variables and system properties, like the packaged service. */
    private static SmallRyeConfig config() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDefaultSources()
                .withMapping(SchemaMigrationConfig.class)
                .withDefaultValue("quarkus.datasource.jdbc.url", "jdbc:${" + SettingsValidator.DATABASE + ":}")
                .build();
        SettingsValidator.problem(SettingsValidator.DATABASE, config).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        return config;
    }

    private static Flyway flyway(SmallRyeConfig config, Optional<String> role, PrintStream out) {
        return Flyway.configure()
                .dataSource(
                        config.getValue("quarkus.datasource.jdbc.url", String.class),
                        config.getOptionalValue("quarkus.datasource.username", String.class)
                                .orElse(null),
                        config.getOptionalValue("quarkus.datasource.password", String.class)
                                .orElse(null))
                .placeholders(Map.of("service_role", role.orElse(NO_ROLE)))
                .callbacks(new ProgressPrinter(out), new PartitionIndexes())
                .load();
    }

    private static String summary(int applied, MigrationInfo current) {
        String done =
                switch (applied) {
                    case 0 -> "Nothing to apply";
                    case 1 -> "1 migration applied";
                    default -> applied + " migrations applied";
                };
        return done + ", the schema is at version " + title(current);
    }

    private static String title(MigrationInfo migration) {
        MigrationVersion version = migration.getVersion();
        return version + " (" + migration.getDescription() + ")";
    }
}
