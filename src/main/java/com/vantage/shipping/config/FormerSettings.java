package com.vantage.shipping.config;

import static java.util.Map.entry;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Former names of settings, which still work; see {@link FormerSettingsInterceptor}. */
final class FormerSettings {
    private static final Pattern OF_CARRIER = Pattern.compile("shipping\\.carriers\\.([^.*]+)\\.(.+)");

    /** By current name; {@code *} stands for the carrier's code. */
    private static final SortedMap<String, String> FORMER_NAMES = new TreeMap<>(Map.ofEntries(
            entry("shipping.carriers.*.quota-timeout", "shipping.carriers.*.quota-wait"),
            entry("shipping.carriers.*.retry-delay", "shipping.carriers.*.retry-pause"),
            entry("shipping.limits.redis-retry-delay", "shipping.limits.pause"),
            entry("shipping.limits.redis-timeout", "shipping.limits.patience"),
            entry("shipping.purchases.database-timeout", "shipping.purchases.database-patience"),
            entry("shipping.purchases.first-reconcile-delay", "shipping.purchases.first-look"),
            entry("shipping.purchases.key-retention", "shipping.purchases.keep-keys"),
            entry("shipping.purchases.lease-duration", "shipping.purchases.longest"),
            entry("shipping.purchases.listing-grace-period", "shipping.purchases.grace"),
            entry("shipping.purchases.maintenance-interval", "shipping.purchases.upkeep"),
            entry("shipping.purchases.max-reconcile-delay", "shipping.purchases.longest-pause"),
            entry("shipping.purchases.reconcile-interval", "shipping.purchases.pace"),
            entry("shipping.purchases.reconcile-timeout", "shipping.purchases.give-up"),
            entry("shipping.purchases.retention-months", "shipping.purchases.keep-months"),
            entry("shipping.shedding.max-event-loop-lag", "shipping.shedding.delay"),
            entry("shipping.shedding.max-in-flight", "shipping.shedding.in-flight"),
            entry("shipping.tokens.refresh-interval", "shipping.tokens.keys-every"),
            entry("shipping.tokens.retry-delay", "shipping.tokens.keys-pause"),
            entry("shipping.tracking.cache-retry-delay", "shipping.tracking.cache-pause"),
            entry("shipping.tracking.cache-timeout", "shipping.tracking.cache-patience"),
            entry("shipping.tracking.database-timeout", "shipping.tracking.database-patience"),
            entry("shipping.tracking.delivered-ttl", "shipping.tracking.keep-delivered"),
            entry("shipping.tracking.failure-ttl", "shipping.tracking.keep-failure"),
            entry("shipping.tracking.in-transit-ttl", "shipping.tracking.keep-moving"),
            entry("shipping.tracking.last-answer-retention", "shipping.tracking.keep-seen"),
            entry("shipping.tracking.not-found-ttl", "shipping.tracking.keep-unseen"),
            entry("shipping.tracking.pre-transit-period", "shipping.tracking.unseen-is-normal-for"),
            entry("shipping.tracking.shipment-ttl", "shipping.tracking.keep-parcel"),
            entry("shipping.tracking.stale-ttl", "shipping.tracking.keep-stale"),
            entry("shipping.transport.body-timeout", "shipping.transport.body-patience"),
            entry("shipping.transport.header-timeout", "shipping.transport.header-patience")));

    private static final Map<String, String> CURRENT_NAMES =
            FORMER_NAMES.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    private FormerSettings() {}

    /** Former names by current name, in the order of the latter; {@code *} stands for the carrier's code. */
    static SortedMap<String, String> all() {
        return FORMER_NAMES;
    }

    /** The former name of a property, or the property itself if it was never renamed. */
    static String formerName(String property) {
        return renamed(property, FORMER_NAMES);
    }

    /** The current name of a property, or the property itself if it is none's former name. */
    static String currentName(String property) {
        return renamed(property, CURRENT_NAMES);
    }

    private static String renamed(String property, Map<String, String> names) {
        Matcher carrier = OF_CARRIER.matcher(property);
        if (!carrier.matches()) {
            return names.getOrDefault(property, property);
        }
        String renamed = names.get(SettingsValidator.EACH_CARRIER + carrier.group(2));
        return renamed == null ? property : renamed.replace("*", carrier.group(1));
    }

    /** Former names that are set, each with its current name. */
    static SortedMap<String, String> used(Collection<String> carriers, SmallRyeConfig config) {
        SortedMap<String, String> used = new TreeMap<>();
        current(carriers)
                .filter(property -> config.getConfigValue(formerName(property)).getValue() != null)
                .forEach(property -> used.put(formerName(property), property));
        return used;
    }

    /** The former names, for each carrier. */
    static Stream<String> names(Collection<String> carriers) {
        return current(carriers).map(FormerSettings::formerName);
    }

    /** The name by which a property's value was set: the former one if that determined the value. */
    static String asWritten(String property, SmallRyeConfig config) {
        String former = formerName(property);
        ConfigValue old = config.getConfigValue(former);
        ConfigValue effective = config.getConfigValue(property);
        boolean isFormer = old.getValue() != null
                && (effective.getValue() == null
                        || (Objects.equals(old.getValue(), effective.getValue())
                                && old.getConfigSourceOrdinal() == effective.getConfigSourceOrdinal()));
        return isFormer ? former : property;
    }

    private static Stream<String> current(Collection<String> carriers) {
        return FORMER_NAMES.keySet().stream().flatMap(property -> SettingsValidator.forEachCarrier(property, carriers));
    }
}
