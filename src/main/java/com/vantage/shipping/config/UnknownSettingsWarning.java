package com.vantage.shipping.config;

import com.vantage.shipping.ShippingServiceMain;
import com.vantage.shipping.carrier.Carrier;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Warns at start about unknown settings in the environment, which are misspelt or of another version. */
@ApplicationScoped
class UnknownSettingsWarning {
    private static final String PREFIX = "SHIPPING_";

    /** Variables that Kubernetes sets in every container for each service in the namespace, including this one. */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile("\\w+_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_\\w+)?)");

    private final BeanManager beans;
    private final List<Carrier> carriers;

    UnknownSettingsWarning(BeanManager beans, @All List<Carrier> carriers) {
        this.beans = beans;
        this.carriers = carriers;
    }

    void warn(@Observes StartupEvent event) {
        List<String> codes =
                carriers.stream().map(carrier -> carrier.code().value()).toList();
        Set<String> unknown = findUnknown(System.getenv().keySet(), known(mappings(), codes));
        if (!unknown.isEmpty()) {
            Log.warnf("Unknown settings are ignored; check their names: %s", String.join(", ", unknown));
        }
    }

    private List<Class<?>> mappings() {
        return beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .flatMap(bean -> bean.getTypes().stream())
                .<Class<?>>mapMulti((type, found) -> {
                    if (type instanceof Class<?> mapping && mapping.isAnnotationPresent(ConfigMapping.class)) {
                        found.accept(mapping);
                    }
                })
                .filter(mapping -> mapping.getPackageName().startsWith(ShippingServiceMain.class.getPackageName()))
                .distinct()
                .toList();
    }

    static Set<String> findUnknown(Set<String> environment, List<Pattern> known) {
        Set<String> unknown = new TreeSet<>(environment);
        unknown.removeIf(name -> !name.startsWith(PREFIX)
                || OF_KUBERNETES.matcher(name).matches()
                || known.stream().anyMatch(setting -> setting.matcher(name).matches()));
        return unknown;
    }

    /** Patterns of the environment variables that these mappings read, and of former ones. */
    static List<Pattern> known(Collection<Class<?>> mappings, Collection<String> carriers) {
        return Stream.concat(
                        patterns(mappings, carriers).stream(),
                        FormerSettings.names(carriers).map(UnknownSettingsWarning::environmentPattern))
                .toList();
    }

    /** Patterns of the environment variables that these mappings read. */
    static List<Pattern> patterns(Collection<Class<?>> mappings, Collection<String> carriers) {
        return mappings.stream()
                .flatMap(mapping -> ConfigMappings.getProperties(ConfigClass.configClass(mapping)).keySet().stream())
                .flatMap(property -> SettingsValidator.forEachCarrier(property, carriers))
                .map(UnknownSettingsWarning::environmentPattern)
                .toList();
    }

    /** List indexes and map keys are wildcards. */
    private static Pattern environmentPattern(String property) {
        return Pattern.compile(
                SettingsValidator.environment(property.replace("[*]", ".INDEX.").replace("*", "KEY"))
                        .replace("_INDEX_", "_\\d+_")
                        .replaceAll("(?<=_)KEY(?=_|$)", "\\\\w+"));
    }
}
