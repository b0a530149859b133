package com.vantage.shipping.config;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.smallrye.config.ConfigMapping;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All settings by the names of their environment variables: those of the config mappings, and those of Quarkus that
 * {@code docs/configuration.md} documents.
 */
public final class KnownSettings {
    private static final String CARRIER_PREFIX = "shipping.carriers.";

    /** Cached, because the lookup reads all classes. */
    private static final List<Class<?>> MAPPINGS = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests()).importPackages("com.vantage.shipping").stream()
                    .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                    .<Class<?>>map(JavaClass::reflect)
                    .sorted(Comparator.comparing(KnownSettings::prefix))
                    .toList();

    private static final List<Pattern> NAMES = Stream.concat(
                    UnknownSettingsWarning.patterns(mappings(), carriers()).stream(),
                    DocumentedQuarkusSettings.all().stream().map(setting -> Pattern.compile(setting.environment())))
            .toList();

    private KnownSettings() {}

    /** Whether a setting exists, for example {@code SHIPPING_CARRIERS_UPS_URL} or {@code QUARKUS_HTTP_PORT}. */
    public static boolean exists(String environmentName) {
        return NAMES.stream().anyMatch(known -> known.matcher(environmentName).matches());
    }

    /** Whether the value is secret, so that manifests must refer to a Secret. */
    public static boolean isSecret(String environmentName) {
        return SettingsValidator.isSecret(environmentName);
    }

    /** Required settings, besides those of each enabled carrier. */
    public static List<String> required() {
        return SettingsValidator.REQUIRED.stream()
                .map(SettingsValidator::environment)
                .toList();
    }

    /** The config mappings of this service. */
    static List<Class<?>> mappings() {
        return MAPPINGS;
    }

    static String prefix(Class<?> mapping) {
        return mapping.getAnnotation(ConfigMapping.class).prefix();
    }

    /** The codes of the carriers that have settings of their own. */
    static List<String> carriers() {
        return mappings().stream()
                .map(KnownSettings::prefix)
                .filter(prefix -> prefix.startsWith(CARRIER_PREFIX))
                .map(prefix -> prefix.substring(CARRIER_PREFIX.length()))
                .toList();
    }
}
