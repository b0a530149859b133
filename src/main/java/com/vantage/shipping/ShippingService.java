package com.vantage.shipping;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.ConfigValidationException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts the service. A start that fails says why in one line. */
@QuarkusMain
public final class ShippingService {
    /** What the configuration says of a setting: its name, sometimes its value, and what is wrong with it. */
    private static final Pattern COMPLAINT =
            Pattern.compile("property ([\\w.\"-]+)(?: with the config value \"(.*?)\" threw an Exception whilst being "
                    + "converted (.*)| is required.*|.*)");

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
        List<Throwable> causes = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .toList();
        return causes.stream()
                .filter(ConfigValidationException.class::isInstance)
                .map(ConfigValidationException.class::cast)
                .findFirst()
                .map(ShippingService::settings)
                .orElseGet(() -> sentence(String.valueOf(causes.getLast().getMessage())));
    }

    private static String settings(ConfigValidationException invalid) {
        return IntStream.range(0, invalid.getProblemCount())
                .mapToObj(i -> sentence(invalid.getProblem(i).getMessage()))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String sentence(String message) {
        String line = message.replaceAll("\\s+", " ").strip();
        Matcher complaint = COMPLAINT.matcher(line);
        if (!complaint.find()) {
            return line;
        }
        String name = SettingsCheck.environment(complaint.group(1));
        String value = complaint.group(2);
        return value == null ? name + " is missing" : name + " makes no sense: " + value;
    }
}
