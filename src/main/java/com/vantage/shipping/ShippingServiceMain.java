package com.vantage.shipping;

import com.vantage.shipping.api.filter.HeaderTimeoutInitializer;
import com.vantage.shipping.config.SettingsValidator;
import com.vantage.shipping.migration.SchemaMigration;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Entry point: starts the service or runs the command of its argument. Failures are reported in one line. */
@QuarkusMain
public final class ShippingServiceMain {
    /** Strongly referenced, because garbage-collected loggers lose their level. */
    private static final List<Logger> HIBERNATE = Stream.of(
                    "org.hibernate.validator", "org.hibernate.orm", "org.hibernate.reactive")
            .map(Logger::getLogger)
            .toList();

    private static final String HELP = """
            One API for rates, labels and tracking across UPS, FedEx and USPS.

              java -jar quarkus-run.jar            starts the service
              java -jar quarkus-run.jar migrate    migrates the database schema to this version and exits
              java -jar quarkus-run.jar --help     prints this

            Configured by environment variables; missing ones are named at start. For migrate these suffice:

              QUARKUS_DATASOURCE_REACTIVE_URL              postgresql://host:5432/database, PostgreSQL's own address
              QUARKUS_DATASOURCE_USERNAME, …_PASSWORD      role that owns the tables
              SHIPPING_MIGRATION_SERVICE_ROLE              role of the service, which is granted exactly the
                                                           privileges that it needs; unchanged if not set""";

    public static void main(String[] args) {
        // These start before logging is configured and would log to stderr
        HIBERNATE.forEach(logger -> logger.setLevel(Level.WARNING));
        switch (List.of(args)) {
            case List<String> none when none.isEmpty() -> serve(args);
            case List<String> one when one.equals(List.of("migrate")) -> migrate();
            case List<String> one
            when one.equals(List.of("--help")) || one.equals(List.of("-h")) -> System.out.println(HELP);
            default -> {
                System.err.println("shipping-service: unknown argument " + String.join(" ", args) + "; see --help");
                System.exit(2);
            }
        }
    }

    private static void migrate() {
        try {
            SchemaMigration.run(System.out);
        } catch (ConfigValidationException invalid) {
            cannotMigrate(String.join(", ", SettingsValidator.problems(invalid)));
        } catch (RuntimeException failure) {
            cannotMigrate(SchemaMigration.reason(failure));
        }
    }

    private static void cannotMigrate(String reason) {
        System.err.println("shipping-service cannot migrate: " + reason);
        System.exit(1);
    }

    private static void serve(String[] args) {
        HeaderTimeoutInitializer.readConfig();
        // Vert.x would reject malformed paths with an empty 400; HeaderSizeFilter rejects them with a problem
        System.setProperty("vertx.disableURIValidation", "true");
        // Referenced by application.properties
        System.setProperty(
                "shipping.processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        Quarkus.run(null, ShippingServiceMain::exit, args);
    }

    private static void exit(int code, @Nullable Throwable failure) {
        if (failure != null) {
            System.err.println("shipping-service cannot start: " + reason(failure));
        }
        System.exit(code);
    }

    static String reason(Throwable failure) {
        List<Throwable> causes = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .toList();
        return causes.stream()
                .filter(ConfigValidationException.class::isInstance)
                .map(ConfigValidationException.class::cast)
                .findFirst()
                .map(SettingsValidator::problems)
                .map(problems -> String.join(", ", problems))
                .orElseGet(() -> reasonOf(causes.getLast()));
    }

    private static String reasonOf(Throwable root) {
        if (root instanceof BindException busy) {
            return port(busy);
        }
        List<String> problems = problems();
        return problems.isEmpty()
                ? SettingsValidator.describe(String.valueOf(root.getMessage()))
                : String.join(", ", problems);
    }

    /** Empty if the configuration itself cannot be loaded. */
    private static List<String> problems() {
        try {
            return SettingsValidator.problems();
        } catch (RuntimeException noConfiguration) {
            return List.of();
        }
    }

    /** The framework's exception has the port, except for the management port. */
    private static String port(BindException busy) {
        String detail = String.valueOf(busy.getMessage()).replaceFirst(".*: ", "");
        return busy instanceof QuarkusBindException http
                ? "port " + http.getPort() + " (QUARKUS_HTTP_PORT): " + detail
                : "port " + ConfigProvider.getConfig().getValue("quarkus.management.port", String.class)
                        + " (QUARKUS_MANAGEMENT_PORT): " + detail;
    }
}
