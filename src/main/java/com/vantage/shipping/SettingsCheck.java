package com.vantage.shipping;

import com.vantage.shipping.carrier.CarriersConfig;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.pgclient.PgConnectOptions;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.ConfigProvider;

/** Stops a start that would only fail later, with the names of the settings that are missing or make no sense. */
final class SettingsCheck {
    private static final Pattern OF_CARRIER = Pattern.compile("shipping\\.carriers\\.([a-z0-9]+)\\.[\\w.-]+");
    static final List<String> ALWAYS = List.of(
            "quarkus.datasource.reactive.url",
            "quarkus.redis.hosts",
            "mp.jwt.verify.publickey.location",
            "mp.jwt.verify.issuer",
            "mp.jwt.verify.audiences");
    private static final String ORIGINS = "shipping.transport.origins";
    private static final List<Address> ADDRESSES = List.of(
            new Address("shipping\\.carriers\\.[a-z0-9]+\\.url", "https://host", SettingsCheck::isHost),
            new Address(
                    "quarkus\\.datasource\\.reactive\\.url",
                    "postgresql://host:5432/database",
                    SettingsCheck::isDatabase),
            new Address("mp\\.jwt\\.verify\\.publickey\\.location", "https://issuer/jwks.json", SettingsCheck::isPage),
            new Address("quarkus\\.redis\\.hosts", "redis://host:6379", SettingsCheck::isRedis),
            new Address(ORIGINS, "https://shop.example", SettingsCheck::areOrigins));
    /** Constraints on the settings' interfaces would do, but for them the framework validates all of its own at each start. */
    private static final Map<String, Integer> LEAST =
            Map.of("shipping.shedding.in-flight", 1, "shipping.purchases.keep-months", 2);

    private record Address(String name, String example, Predicate<String> fits) {}

    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent starting) {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new IllegalStateException(String.join(", ", problems));
        }
    }

    /** Also for a start that failed before the check: the stores are made earlier and do not name their settings. */
    static List<String> problems() {
        SmallRyeConfig config = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
        CarriersConfig carriers = config.getConfigMapping(CarriersConfig.class);
        return Stream.of(
                        ALWAYS.stream(),
                        Stream.of(ORIGINS),
                        LEAST.keySet().stream(),
                        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                                .filter(name -> isOfActiveCarrier(name, carriers)))
                .flatMap(names -> names)
                .flatMap(name -> problem(name, config))
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean isOfActiveCarrier(String name, CarriersConfig carriers) {
        var code = OF_CARRIER.matcher(name);
        if (!code.matches()) {
            return false;
        }
        CarriersConfig.Settings settings = carriers.of().get(code.group(1));
        return settings != null && settings.enabled();
    }

    static Stream<String> problem(String name, SmallRyeConfig config) {
        ConfigValue setting = config.getConfigValue(name);
        String value = setting.getValue() == null ? "" : setting.getValue();
        if (isUnset(name, value, config) || (value.isBlank() && ALWAYS.contains(name))) {
            return isCopy(setting) ? Stream.empty() : Stream.of(environment(name) + " is missing");
        }
        if (LEAST.containsKey(name) && config.getValue(name, Integer.class) < LEAST.get(name)) {
            return Stream.of(environment(name) + " is less than " + LEAST.get(name));
        }
        return ADDRESSES.stream()
                .filter(address ->
                        name.matches(address.name()) && !address.fits().test(value))
                .map(address -> environment(name) + " is no address like " + address.example());
    }

    /** Also if only the API that the carrier is asked by needs it. */
    private static boolean isUnset(String name, String value, SmallRyeConfig config) {
        if (!value.startsWith(CarriersConfig.UNSET_FOR)) {
            return CarriersConfig.UNSET.equals(value);
        }
        String api = config.getConfigValue(OF_CARRIER.matcher(name).replaceFirst("shipping.carriers.$1.api"))
                .getValue();
        return value.substring(CarriersConfig.UNSET_FOR.length()).equalsIgnoreCase(api);
    }

    /** Of another setting, which is named itself. */
    private static boolean isCopy(ConfigValue setting) {
        return setting.getRawValue() != null && setting.getRawValue().startsWith("${");
    }

    private static boolean isHost(String text) {
        return isPage(text) && List.of("", "/").contains(URI.create(text).getPath());
    }

    /** As browsers write them. None is fine. */
    private static boolean areOrigins(String text) {
        return text.isBlank()
                || Stream.of(text.split(",", -1)).map(String::strip).allMatch(SettingsCheck::isOrigin);
    }

    private static boolean isOrigin(String text) {
        return isPage(text) && URI.create(text).getPath().isEmpty();
    }

    private static boolean isPage(String text) {
        try {
            URI address = URI.create(text);
            boolean isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            return isHttp && address.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Flyway's driver is told the same address, and knows it only by this scheme. */
    private static boolean isDatabase(String text) {
        try {
            return text.startsWith("postgresql://")
                    && !PgConnectOptions.fromUri(text).getHost().isBlank();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isRedis(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .allMatch(host -> host.matches("(rediss?|unix)://\\S+"));
    }

    /** As the packaged service is told: by its environment. */
    static String environment(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
