package com.vantage.shipping;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.ConfigValidationException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Starts the service. A start that fails says why in one line. */
@QuarkusMain
public final class ShippingService {
    private static final Pattern PROPERTY =
            Pattern.compile("(?:property|for) '?((?:shipping|quarkus|mp)\\.[\\w.\"-]*\\w)");

    private ShippingService() {}

    public static void main(String[] args) {
        Quarkus.run(null, ShippingService::exit, args);
    }

    private static void exit(int code, @Nullable Throwable failure) {
        if (failure != null) {
            System.err.println("shipping-service cannot start: " + reason(failure));
        }
        System.exit(code);
    }

    static String reason(Throwable failure) {
        Set<String> sentences = new LinkedHashSet<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigValidationException invalid) {
                sentences.clear();
                for (int i = 0; i < invalid.getProblemCount(); i++) {
                    sentences.add(withEnvironmentName(invalid.getProblem(i).getMessage()));
                }
                break;
            }
            if (cause.getCause() == null) {
                sentences.add(String.valueOf(cause.getMessage()));
            }
        }
        return String.join("; ", sentences).replaceAll("\\s+", " ");
    }

    /** A packaged service is set up by its environment, so that name is told too. */
    private static String withEnvironmentName(String message) {
        var property = PROPERTY.matcher(message);
        return property.find()
                ? message + " ("
                        + property.group(1).replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT) + ")"
                : message;
    }
}
