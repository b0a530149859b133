package com.vantage.shipping.config;

import com.vantage.shipping.carrier.Carrier;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;

/** Warns at start about settings that are set by their former names. */
@ApplicationScoped
class FormerSettingsWarning {
    private final List<Carrier> carriers;

    FormerSettingsWarning(@All List<Carrier> carriers) {
        this.carriers = carriers;
    }

    void warn(@Observes StartupEvent event) {
        List<String> codes =
                carriers.stream().map(carrier -> carrier.code().value()).toList();
        SmallRyeConfig config = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
        message(FormerSettings.used(codes, config)).ifPresent(Log::warn);
    }

    /** @param used former names with the current ones */
    static Optional<String> message(SortedMap<String, String> used) {
        return used.isEmpty()
                ? Optional.empty()
                : Optional.of(used.entrySet().stream()
                        .map(names -> SettingsValidator.environment(names.getKey()) + " (now "
                                + SettingsValidator.environment(names.getValue()) + ")")
                        .collect(
                                Collectors.joining(", ", "Former setting names still work but will be removed: ", "")));
    }
}
