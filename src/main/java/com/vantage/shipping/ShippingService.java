package com.vantage.shipping;

import com.vantage.shipping.transport.EveryConnection;
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

/** Starts the service, or does what its one argument says. What fails says why in one line. */
@QuarkusMain
public final class ShippingService {
    /** Held here, because a logger that nobody holds may forget its level. */
    private static final List<Logger> HIBERNATE = Stream.of(
                    "org.hibernate.validator", "org.hibernate.orm", "org.hibernate.reactive")
            .map(Logger::getLogger)
            .toList();

    private static final String HELP = """
            One API for rates, labels and tracking across UPS, FedEx and USPS.

              java -jar quarkus-run.jar            starts the service
              java -jar quarkus-run.jar migrate    brings the schema of its database up to this version, and ends
              java -jar quarkus-run.jar --help     prints this

            The environment sets it up; a start that lacks a setting names it. For migrate these are enough:

              QUARKUS_DATASOURCE_REACTIVE_URL              postgresql://host:5432/database, PostgreSQL's own address
              QUARKUS_DATASOURCE_USERNAME, …_PASSWORD      of the role that owns the tables
              SHIPPING_MIGRATION_SERVICE_ROLE              the service's role, which then has the rights that it needs
                                                           and no others; without it rights stay as they are""";

    public static void main(String[] args) {
        // What starts before logging is set up would introduce itself on stderr.
        HIBERNATE.forEach(logger -> logger.setLevel(Level.WARNING));
        switch (List.of(args)) {
            case List<String> none when none.isEmpty() -> serve(args);
            case List<String> one when one.equals(List.of("migrate")) -> migrate();
            case List<String> one
            when one.equals(List.of("--help")) || one.equals(List.of("-h")) -> System.out.println(HELP);
            default -> {
                System.err.println("shipping-service knows no " + String.join(" ", args) + ", but --help");
                System.exit(2);
            }
        }
    }

    private static void migrate() {
        try {
            SchemaMigration.run(System.out);
        } catch (ConfigValidationException invalid) {
            cannotMigrate(String.join(", ", SettingsCheck.problems(invalid)));
        } catch (RuntimeException failure) {
            cannotMigrate(SchemaMigration.reason(failure));
        }
    }

    private static void cannotMigrate(String reason) {
        System.err.println("shipping-service cannot migrate: " + reason);
        System.exit(1);
    }

    private static void serve(String[] args) {
        EveryConnection.hook();
        // Of a path that is none the framework says nothing but 400; we look ourselves, and say more (HeadLimit)
        System.setProperty("vertx.disableURIValidation", "true");
        // What the configuration cannot count; it says what they are for
        System.setProperty(
                "shipping.processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        Quarkus.run(null, ShippingService::exit, args);
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
                .map(SettingsCheck::problems)
                .map(problems -> String.join(", ", problems))
                .orElseGet(() -> reasonOf(causes.getLast()));
    }

    private static String reasonOf(Throwable root) {
        if (root instanceof BindException busy) {
            return port(busy);
        }
        List<String> problems = problems();
        return problems.isEmpty()
                ? SettingsCheck.describe(String.valueOf(root.getMessage()))
                : String.join(", ", problems);
    }

    /** None, if the failure is that there is no configuration to look at. */
    private static List<String> problems() {
        try {
            return SettingsCheck.problems();
        } catch (RuntimeException noConfiguration) {
            return List.of();
        }
    }

    /** Only of the management port the framework does not say which it is. */
    private static String port(BindException busy) {
        String detail = String.valueOf(busy.getMessage()).replaceFirst(".*: ", "");
        return busy instanceof QuarkusBindException http
                ? "port " + http.getPort() + " (QUARKUS_HTTP_PORT): " + detail
                : "port " + ConfigProvider.getConfig().getValue("quarkus.management.port", String.class)
                        + " (QUARKUS_MANAGEMENT_PORT): " + detail;
    }
}
