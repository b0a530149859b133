package com.vantage.shipping;

import com.vantage.shipping.carrier.CarriersConfig;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.ConfigProvider;

/** Stops a start that would only fail later, with the names of the settings that are missing or make no sense. */
final class SettingsCheck {
    private static final Pattern OF_CARRIER = Pattern.compile("shipping\\.carriers\\.([a-z0-9]+)\\.[\\w.-]+");
    private static final Pattern ADDRESS = Pattern.compile("shipping\\.carriers\\.[a-z0-9]+\\.url");
    private static final List<String> ALWAYS = List.of(
            "quarkus.datasource.reactive.url",
            "quarkus.redis.hosts",
            "mp.jwt.verify.publickey.location",
            "mp.jwt.verify.issuer",
            "mp.jwt.verify.audiences");

    void check(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent starting, CarriersConfig carriers) {
        SmallRyeConfig config = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
        List<String> problems = Stream.concat(
                        ALWAYS.stream()
                                .filter(name -> config.getOptionalValue(name, String.class)
                                        .isEmpty())
                                .map(name -> environment(name) + " is missing"),
                        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                                .filter(name -> isOfActiveCarrier(name, carriers))
                                .flatMap(name -> problem(name, config)))
                .distinct()
                .sorted()
                .toList();
        if (!problems.isEmpty()) {
            throw new IllegalStateException(String.join(", ", problems));
        }
    }

    private static boolean isOfActiveCarrier(String name, CarriersConfig carriers) {
        var code = OF_CARRIER.matcher(name);
        if (!code.matches()) {
            return false;
        }
        CarriersConfig.Settings settings = carriers.of().get(code.group(1));
        return settings != null && settings.enabled();
    }

    private static Stream<String> problem(String name, SmallRyeConfig config) {
        String value = config.getConfigValue(name).getValue();
        if (CarriersConfig.UNSET.equals(value)) {
            return Stream.of(environment(name) + " is missing");
        }
        return ADDRESS.matcher(name).matches() && !isHost(String.valueOf(value))
                ? Stream.of(environment(name) + " is no address like https://host")
                : Stream.empty();
    }

    private static boolean isHost(String text) {
        try {
            URI address = URI.create(text);
            boolean isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            return isHttp && address.getHost() != null && List.of("", "/").contains(address.getPath());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** As the packaged service is told: by its environment. */
    static String environment(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
