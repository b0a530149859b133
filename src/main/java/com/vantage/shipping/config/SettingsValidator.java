package com.vantage.shipping.config;

import com.vantage.shipping.carrier.Carrier;
import com.vantage.shipping.carrier.CarriersConfig;
import com.vantage.shipping.config.SettingRules.Rule;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.interceptor.Interceptor;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.ConfigProvider;

/** Validates the settings at start, and fails with a list of those that are missing or invalid. */
public final class SettingsValidator {
    public static final String DATABASE = "quarkus.datasource.reactive.url";

    static final List<String> REQUIRED = List.of(
            DATABASE,
            "quarkus.redis.hosts",
            "mp.jwt.verify.publickey.location",
            "mp.jwt.verify.issuer",
            "mp.jwt.verify.audiences");

    /** Beginning of the properties that each carrier has. */
    static final String EACH_CARRIER = "shipping.carriers.*.";

    private static final Pattern OF_CARRIER = Pattern.compile("shipping\\.carriers\\.([a-z0-9]+)\\.[\\w.-]+");

    private static final List<String> SECRETS = List.of("client-id", "client-secret", "password", "otlp.headers");

    /** SmallRye Config's messages for a value that cannot be converted, and for a missing one. */
    private static final Pattern NOT_CONVERTED = Pattern.compile(
            "property (\\S+) with the config value \"(.*)\" threw an Exception whilst being converted (?:SRCFG\\d+: )?(.*)");

    private static final Pattern ABSENT =
            Pattern.compile("property (\\S+) is (?:required|defined as the empty String)");

    private static final Pattern ALLOWED = Pattern.compile(".*allowed values: (.*)");

    void check(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event, Instance<Carrier> carriers) {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new IllegalStateException(String.join(", ", problems));
        }
        requireEnabledCarrier(
                carriers.stream().map(carrier -> carrier.code().value()).toList(), config());
    }

    /** Fails if no carrier is enabled. */
    static void requireEnabledCarrier(List<String> carriers, SmallRyeConfig config) {
        if (carriers.stream().noneMatch(code -> isEnabled(code, config))) {
            throw new IllegalStateException(carriers.stream()
                    .map(code -> environment("shipping.carriers." + code + ".enabled"))
                    .sorted()
                    .collect(
                            Collectors.joining(", ", "no carrier is enabled; expected true for at least one of ", "")));
        }
    }

    /**
     * Problems of all settings. Also used when the start fails before the check, since store clients do not name their
     * settings.
     */
    public static List<String> problems() {
        return problems(config());
    }

    static List<String> problems(SmallRyeConfig config) {
        return Stream.of(
                        REQUIRED.stream(),
                        SettingRules.properties().stream(),
                        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                                .filter(name -> isOfEnabledCarrier(name, config)))
                .flatMap(names -> names)
                .distinct()
                .flatMap(name -> problem(name, config).stream())
                .sorted()
                .toList();
    }

    /** Problems that SmallRye Config found when it converted the settings. */
    public static List<String> problems(ConfigValidationException invalid) {
        return IntStream.range(0, invalid.getProblemCount())
                .mapToObj(i -> describe(invalid.getProblem(i).getMessage()))
                .distinct()
                .sorted()
                .toList();
    }

    public static Optional<String> problem(String name, SmallRyeConfig config) {
        ConfigValue setting = config.getConfigValue(name);
        String value = setting.getValue() == null ? "" : setting.getValue();
        if (isUnset(name, value, config) || (value.isBlank() && REQUIRED.contains(name))) {
            return isReference(setting) ? Optional.empty() : Optional.of(environment(name) + " is missing");
        }
        return SettingRules.of(name)
                .filter(rule -> !value.isBlank() && !rule.test().test(value))
                .map(Rule::expected)
                .map(expected -> invalid(FormerSettings.asWritten(name, config), value, "expected " + expected));
    }

    /** Rewrites a message of SmallRye Config in one line; returns other messages unchanged. */
    public static String describe(String message) {
        String line = message.replaceAll("\\s+", " ").strip();
        Matcher value = NOT_CONVERTED.matcher(line);
        if (value.find()) {
            String property = value.group(1);
            return invalid(
                    FormerSettings.asWritten(property, sources()),
                    value.group(2),
                    SettingRules.of(property)
                            .map(rule -> "expected " + rule.expected())
                            .orElseGet(() -> reason(value.group(3))));
        }
        Matcher absent = ABSENT.matcher(line);
        return absent.find() ? environment(absent.group(1)) + " is missing" : line;
    }

    /** The environment and system properties, also when the configuration cannot be loaded. */
    private static SmallRyeConfig sources() {
        return new SmallRyeConfigBuilder().addDefaultSources().build();
    }

    private static String reason(String message) {
        Matcher choice = ALLOWED.matcher(message);
        if (choice.matches()) {
            return "expected one of "
                    + Stream.of(choice.group(1).split(",")).sorted().collect(Collectors.joining(", "));
        }
        return message.startsWith("Expected an integer") ? "expected a whole number" : message;
    }

    /** Hides secrets, and URLs that may contain a password. */
    private static String invalid(String property, String value, String reason) {
        String shown = isSecret(property) || value.contains("@") ? "" : " \"" + value + "\"";
        return environment(property) + ": invalid value" + shown + "; " + reason;
    }

    /** Whether the value must not be shown. Accepts names of properties and of environment variables. */
    static boolean isSecret(String name) {
        return SECRETS.stream().anyMatch(end -> environment(name).endsWith("_" + environment(end)));
    }

    private static SmallRyeConfig config() {
        return ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
    }

    private static boolean isOfEnabledCarrier(String name, SmallRyeConfig config) {
        Matcher code = OF_CARRIER.matcher(name);
        return code.matches() && isEnabled(code.group(1), config);
    }

    private static boolean isEnabled(String carrier, SmallRyeConfig config) {
        CarriersConfig.Settings settings =
                config.getConfigMapping(CarriersConfig.class).of().get(carrier);
        return settings != null && settings.enabled();
    }

    /** Whether the setting is required and unset, including settings that only the carrier's configured API requires. */
    private static boolean isUnset(String name, String value, SmallRyeConfig config) {
        if (!value.startsWith(CarriersConfig.UNSET_FOR)) {
            return CarriersConfig.UNSET.equals(value);
        }
        String api = config.getConfigValue(OF_CARRIER.matcher(name).replaceFirst("shipping.carriers.$1.api"))
                .getValue();
        return value.substring(CarriersConfig.UNSET_FOR.length()).equalsIgnoreCase(api);
    }

    /** Whether the value refers to another setting, which is reported itself. */
    private static boolean isReference(ConfigValue setting) {
        return setting.getRawValue() != null && setting.getRawValue().startsWith("${");
    }

    /** The property for each carrier, if it has {@code *} for a carrier's code; else the property. */
    static Stream<String> forEachCarrier(String property, Collection<String> carriers) {
        return property.startsWith(EACH_CARRIER)
                ? carriers.stream().map(code -> property.replace(EACH_CARRIER, "shipping.carriers." + code + "."))
                : Stream.of(property);
    }

    /** The name of the environment variable for a property. */
    static String environment(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
