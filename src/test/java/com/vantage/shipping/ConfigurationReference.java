package com.vantage.shipping;

import static java.util.stream.Collectors.joining;

import com.vantage.shipping.carrier.CarriersConfig;
import com.vantage.shipping.ratelimit.Window;
import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.SmallRyeConfig;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Writes the reference of all settings, from the interfaces that read them, their comments and application.properties. */
final class ConfigurationReference {
    private static final String HEAD = """
            # Configuration

            Every setting, written by `ConfigurationTest` from the code. The packaged service reads them in its environment; the
            same settings are Java system properties by the name below each (`-Dshipping.limits.replicas=3`). A missing or invalid
            one stops the start with one line that names it; a variable that begins with `SHIPPING_` and is not in here is named in
            a warning.

            Durations are written `250ms`, `30s`, `5m`, `24h`, `7d`; limits `100/1s,500000/1d`, all of which must have room; lists
            with commas. **Required** ones have no default. 🔒 marks what is for nobody's eyes: keep it in a secret.
            """;

    private static final String EACH = "*";
    private static final String INDEX = "[*]";
    private static final Map<Class<?>, String> WORDS = Map.of(
            int.class,
            "number",
            boolean.class,
            "boolean",
            Duration.class,
            "duration",
            URI.class,
            "URL",
            String.class,
            "text");
    private static final String TABLE = """

            | setting | type | default | meaning |
            |---|---|---|---|
            """;

    private final SourceComments comments = SourceComments.ofFilesWith("@ConfigMapping(");
    private final SmallRyeConfig ours = FrameworkSettings.ours();

    static String write() {
        ConfigurationReference reference = new ConfigurationReference();
        return HEAD
                + KnownSettings.mappings().stream().map(reference::chapter).collect(joining())
                + reference.frameworks();
    }

    private String chapter(Class<?> mapping) {
        String rows = properties(mapping).entrySet().stream()
                .sorted(Comparator.comparing(
                        entry -> comments.place(entry.getValue().getMethod())))
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .collect(joining());
        return "\n## " + title(KnownSettings.prefix(mapping)) + "\n\n" + comments.of(mapping) + "\n" + TABLE + rows;
    }

    /** The places of a list are the list's. */
    private static Map<String, Property> properties(Class<?> mapping) {
        Map<String, Property> properties = ConfigMappings.getProperties(ConfigClass.configClass(mapping));
        properties.keySet().removeIf(name -> name.contains(INDEX));
        return properties;
    }

    private String row(String name, Property property) {
        String preset = property.hasDefaultValue() ? property.getDefaultValue() : null;
        Type type = property.getMethod().getGenericReturnType();
        String shown = shown(name);
        return row(environment(shown), shown, type(type), preset(name, preset), comments.of(property.getMethod()));
    }

    private String frameworks() {
        StringBuilder text =
                new StringBuilder("\n## The framework's\n\nThose of [Quarkus](https://quarkus.io/guides/all-config) "
                        + "that somebody may want to set here. It has more.\n");
        String chapter = "";
        for (FrameworkSettings.Setting setting : FrameworkSettings.all()) {
            if (!setting.chapter().equals(chapter)) {
                chapter = setting.chapter();
                text.append("\n### ").append(chapter).append('\n').append(TABLE);
            }
            boolean isRequired = SettingsCheck.REQUIRED.contains(setting.property());
            text.append(row(
                    setting.environment(),
                    setting.property(),
                    setting.type(),
                    isRequired ? "**required**" : preset(setting.preset()),
                    setting.meaning()));
        }
        return text.toString();
    }

    private static String row(String environment, String property, String type, String preset, String meaning) {
        String lock = KnownSettings.isSecret(environment) ? " 🔒" : "";
        String expected = SettingRules.of(property)
                .map(rule ->
                        rule.expected().replaceFirst("^an? ", "").replaceAll("such as (\\S*[^ ,])", "such as `$1`"))
                .orElse(type);
        return "| `%s`%s<br>`%s` | %s | %s | %s |%n"
                .formatted(environment, lock, property, expected, preset, meaning.replace("|", "\\|"));
    }

    /** What varies in it, by name: a carrier's code, a client. */
    private static String shown(String name) {
        return name.startsWith("shipping.carriers.") ? name.replace(EACH, "<code>") : name.replace(EACH, "<client>");
    }

    private static String environment(String shown) {
        return SettingsCheck.environment(shown.replace("<", "LT").replace(">", "GT"))
                .replaceAll("LT(\\w+?)GT", "<$1>");
    }

    private static String title(String prefix) {
        return "`" + prefix + "`";
    }

    /** The code's own, and where application.properties says more, that. */
    private String preset(String name, @Nullable String inCode) {
        if (CarriersConfig.UNSET.equals(inCode)) {
            return "**required**";
        }
        if (inCode != null && inCode.startsWith(CarriersConfig.UNSET_FOR)) {
            return "**required** by `" + inCode.substring(CarriersConfig.UNSET_FOR.length()) + "`";
        }
        if (inCode != null && inCode.startsWith("${")) {
            return "as `" + SettingsCheck.environment(inCode.substring(2, inCode.length() - 1)) + "`";
        }
        String own = own(name);
        return own.isEmpty() ? preset(inCode) : own;
    }

    private String own(String name) {
        String pattern = name.replace(".", "\\.").replace(EACH, "([^.]+)");
        return StreamSupport.stream(ours.getPropertyNames().spliterator(), false)
                .filter(property -> property.matches(pattern))
                .sorted()
                .map(property -> "`" + property.replaceFirst(pattern, name.contains(EACH) ? "$1" : "") + "`: `"
                        + ours.getConfigValue(property).getRawValue() + "`")
                .collect(joining(", "));
    }

    private static String preset(@Nullable String value) {
        return value == null || value.isEmpty() ? "" : "`" + value + "`";
    }

    private static String type(Type type) {
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            Type[] arguments = generic.getActualTypeArguments();
            Type last = arguments[arguments.length - 1];
            if (raw == Optional.class || raw == Map.class) {
                return type(last);
            }
            if (Collection.class.isAssignableFrom(raw)) {
                return last == Window.class ? "limits" : "list of " + type(last);
            }
        }
        Class<?> simple = (Class<?>) type;
        if (simple.isEnum()) {
            return Stream.of(simple.getEnumConstants())
                    .map(word -> "`" + word.toString().toLowerCase(Locale.ROOT) + "`")
                    .collect(joining(", "));
        }
        return WORDS.getOrDefault(simple, "text");
    }
}
