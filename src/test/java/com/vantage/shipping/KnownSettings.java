package com.vantage.shipping;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.smallrye.config.ConfigMapping;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings that exist, by the names that the environment has for them: ours, which interfaces in the code read, and those
 * of the framework that the reference in {@code docs/configuration.md} names.
 */
public final class KnownSettings {
    private static final String OF_A_CARRIER = "shipping.carriers.";

    /** Looked up once: all classes are read for it. */
    private static final List<Class<?>> MAPPINGS = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests()).importPackages("com.vantage.shipping").stream()
                    .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                    .<Class<?>>map(JavaClass::reflect)
                    .sorted(Comparator.comparing(KnownSettings::prefix))
                    .toList();

    private static final List<Pattern> NAMES = Stream.concat(
                    UnknownSettings.known(mappings(), carriers()).stream(),
                    FrameworkSettings.all().stream().map(setting -> Pattern.compile(setting.environment())))
            .toList();

    private KnownSettings() {}

    /** Whether there is a setting of this name: {@code SHIPPING_CARRIERS_UPS_URL}, {@code QUARKUS_HTTP_PORT}. */
    public static boolean exists(String environmentName) {
        return NAMES.stream().anyMatch(known -> known.matcher(environmentName).matches());
    }

    /** Whether its value is for nobody's eyes, so that a manifest may name where it is kept and not what it is. */
    public static boolean isSecret(String environmentName) {
        return SettingsCheck.isSecret(environmentName);
    }

    /** Those that nobody can do without; each carrier that is switched on needs its own beside them. */
    public static List<String> required() {
        return SettingsCheck.REQUIRED.stream().map(SettingsCheck::environment).toList();
    }

    /** The interfaces that read ours. */
    static List<Class<?>> mappings() {
        return MAPPINGS;
    }

    static String prefix(Class<?> mapping) {
        return mapping.getAnnotation(ConfigMapping.class).prefix();
    }

    /** The codes of those that have settings of their own. */
    static List<String> carriers() {
        return mappings().stream()
                .map(KnownSettings::prefix)
                .filter(prefix -> prefix.startsWith(OF_A_CARRIER))
                .map(prefix -> prefix.substring(OF_A_CARRIER.length()))
                .toList();
    }
}
