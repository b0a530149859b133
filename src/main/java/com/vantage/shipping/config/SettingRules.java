package com.vantage.shipping.config;

import static java.util.Map.entry;

import io.smallrye.common.net.Inet;
import io.vertx.pgclient.PgConnectOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Constraints on the values of settings beyond their types, by property. {@code *} stands for the carrier's code.
 *
 * <p>Bean validation on the config mappings would suffice for most of them, but then the framework validates all of its own
 * mappings at each start.
 */
final class SettingRules {
    private static final Pattern OF_CARRIER = Pattern.compile("^shipping\\.carriers\\.[^.]+\\.");
    private static final int MAX_PORT = 65535;
    private static final Rule PORT = between(0, MAX_PORT);
    private static final Rule POSITIVE = atLeast(1);
    private static final Rule TIMEOUT =
            new Rule("a duration such as 2s, longer than 0", SettingRules::isPositiveDuration);
    private static final Rule INTERVAL =
            new Rule("a duration such as 5s, or off", text -> "off".equalsIgnoreCase(text) || isPositiveDuration(text));
    private static final Rule DATABASE_URL =
            new Rule("a URL such as postgresql://host:5432/database", SettingRules::isDatabaseUrl);
    private static final Rule FILE = new Rule("a file that can be read", text -> Files.isReadable(Path.of(text)));
    private static final Rule FILES = listOf("files that can be read", text -> Files.isReadable(Path.of(text)));
    private static final Rule HOST_CHECK = new Rule("HTTPS or NONE", Set.of("HTTPS", "NONE")::contains);
    private static final Rule PAIRS = listOf("a list such as key=value,key=value", text -> text.matches("[^=]+=.*"));

    private static final Map<String, Rule> RULES = Map.ofEntries(
            entry(
                    "shipping.carriers.*.url",
                    new Rule("a URL without a path such as https://host", SettingRules::isHostUrl)),
            entry(
                    "shipping.addresses.precedence",
                    listOf("carrier codes such as usps,ups", text -> text.matches("[a-z][a-z0-9-]*"))),
            entry("shipping.addresses.cache-ttl", TIMEOUT),
            entry("shipping.addresses.concurrency", POSITIVE),
            entry("shipping.addresses.deadline", TIMEOUT),
            entry("shipping.batches.concurrency", POSITIVE),
            entry("shipping.carriers.*.deadline", TIMEOUT),
            entry("shipping.carriers.*.timeout", TIMEOUT),
            entry("shipping.carriers.*.purchase-timeout", TIMEOUT),
            entry("shipping.carriers.*.retries", atLeast(0)),
            entry("shipping.carriers.*.purchase-reserve", between(0, 100)),
            entry("shipping.carriers.*.circuit.failures", POSITIVE),
            entry("shipping.carriers.*.circuit.trials", POSITIVE),
            entry(
                    "shipping.check.prometheus-url",
                    new Rule("a URL such as http://prometheus:9090", SettingRules::isHttpUrl)),
            entry(
                    "shipping.check.namespace",
                    new Rule("a name such as logistics-prod", text -> text.matches("[a-z0-9-]+"))),
            entry("shipping.check.timeout", TIMEOUT),
            entry(
                    "shipping.check.skip",
                    listOf("names of checks such as backup-age", text -> text.matches("[a-z0-9-]+"))),
            entry(
                    "shipping.check.certificates",
                    listOf("URLs such as https://host or postgresql://host:5432", text -> url(
                                    text, Set.of("https", "postgresql", "rediss"))
                            .isPresent())),
            entry("shipping.database.read-url", DATABASE_URL),
            entry("shipping.database.read-timeout", TIMEOUT),
            entry(
                    "shipping.health.runbook-url",
                    new Rule("a URL such as https://wiki.example/runbook", SettingRules::isHttpUrl)),
            entry("shipping.limits.replicas", POSITIVE),
            entry("shipping.limits.redis-timeout", TIMEOUT),
            entry("shipping.purchases.database-timeout", TIMEOUT),
            entry("shipping.purchases.reconcile-interval", INTERVAL),
            entry("shipping.purchases.maintenance-interval", INTERVAL),
            entry("shipping.purchases.retention-months", atLeast(2)),
            entry("shipping.shedding.max-in-flight", POSITIVE),
            entry("shipping.tokens.refresh-interval", TIMEOUT),
            entry("shipping.tracking.cache-timeout", TIMEOUT),
            entry("shipping.tracking.database-timeout", TIMEOUT),
            entry("shipping.tracking.polling.interval", INTERVAL),
            entry("shipping.tracking.polling.quota-share", between(1, 100)),
            entry("shipping.tracking.polling.transit-interval", TIMEOUT),
            entry("shipping.tracking.polling.delivery-interval", TIMEOUT),
            entry("shipping.tracking.polling.idle-interval", TIMEOUT),
            entry("shipping.tracking.polling.lease-duration", TIMEOUT),
            entry("shipping.transport.header-timeout", TIMEOUT),
            entry("shipping.transport.body-timeout", TIMEOUT),
            entry("shipping.transport.origins", listOf("origins such as https://shop.example", SettingRules::isOrigin)),
            entry("shipping.webhooks.poll-interval", INTERVAL),
            entry("shipping.webhooks.timeout", TIMEOUT),
            entry("shipping.webhooks.concurrency", POSITIVE),
            entry("shipping.webhooks.lease-duration", TIMEOUT),
            entry("shipping.webhooks.first-retry-delay", TIMEOUT),
            entry("shipping.webhooks.max-retry-delay", TIMEOUT),
            entry("shipping.webhooks.max-endpoints", POSITIVE),
            entry(SettingsValidator.DATABASE, DATABASE_URL),
            entry("quarkus.datasource.reactive.max-size", POSITIVE),
            entry("quarkus.datasource.reactive.hostname-verification-algorithm", HOST_CHECK),
            entry("quarkus.datasource.reactive.trust-certificate-pem.certs", FILES),
            entry("quarkus.redis.hosts", listOf("URLs such as redis://host:6379", SettingRules::isRedisUrl)),
            entry("quarkus.redis.tls.hostname-verification-algorithm", HOST_CHECK),
            entry("quarkus.redis.tls.trust-certificate-pem.certs", FILES),
            entry(
                    "mp.jwt.verify.publickey.location",
                    new Rule("a URL such as https://issuer/jwks.json", SettingRules::isHttpUrl)),
            entry("quarkus.http.port", PORT),
            entry("quarkus.http.ssl-port", PORT),
            entry("quarkus.management.port", PORT),
            entry("quarkus.http.limits.max-connections", POSITIVE),
            entry(
                    "quarkus.http.proxy.trusted-proxies",
                    listOf("addresses such as 10.0.0.0/8", SettingRules::isNetwork)),
            entry(
                    "quarkus.tls.\"api\".protocols",
                    listOf("one or both of TLSv1.3, TLSv1.2", Set.of("TLSv1.3", "TLSv1.2")::contains)),
            entry("quarkus.tls.\"api\".key-store.pem.\"0\".cert", FILE),
            entry("quarkus.tls.\"api\".key-store.pem.\"0\".key", FILE),
            entry(
                    "quarkus.otel.exporter.otlp.endpoint",
                    new Rule("a URL such as http://collector:4318", SettingRules::isHttpUrl)),
            entry("quarkus.otel.exporter.otlp.headers", PAIRS),
            entry("quarkus.otel.traces.sampler.arg", new Rule("a number from 0 to 1", SettingRules::isShare)),
            entry("quarkus.otel.resource.attributes", PAIRS),
            // Checked by the framework's converter
            entry("quarkus.log.level", new Rule("a level such as DEBUG, INFO, WARN or ERROR", text -> true)));

    /**
     * A constraint.
     *
     * @param expected completes a sentence that begins with "expected"
     * @param test tests a value that is not blank
     */
    record Rule(String expected, Predicate<String> test) {}

    private SettingRules() {}

    /** The properties that have rules. */
    static Set<String> properties() {
        return RULES.keySet();
    }

    static Optional<Rule> of(String property) {
        return Optional.ofNullable(RULES.get(OF_CARRIER.matcher(property).replaceFirst("shipping.carriers.*.")));
    }

    private static Rule atLeast(int min) {
        return new Rule("a whole number of " + min + " or more", text -> isWithin(text, min, Integer.MAX_VALUE));
    }

    private static Rule between(int min, int max) {
        return new Rule("a whole number from " + min + " to " + max, text -> isWithin(text, min, max));
    }

    private static Rule listOf(String expected, Predicate<String> each) {
        return new Rule(
                expected,
                text -> Stream.of(text.split(",", -1)).map(String::strip).allMatch(each));
    }

    private static boolean isWithin(String text, int min, int max) {
        return isNumber(text, number -> number == Math.rint(number) && number >= min && number <= max);
    }

    private static boolean isShare(String text) {
        return isNumber(text, number -> number >= 0 && number <= 1);
    }

    private static boolean isNumber(String text, Predicate<Double> test) {
        try {
            return test.test(Double.valueOf(text.strip()));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isPositiveDuration(String text) {
        try {
            Duration duration = new StrictDurationConverter().convert(text);
            return duration != null && duration.isPositive();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A network in CIDR notation, or an address or host name with an optional port. */
    private static boolean isNetwork(String text) {
        return text.contains("/") ? Inet.parseCidrAddress(text) != null : text.matches("[\\w.:\\[\\]-]+");
    }

    private static boolean isHostUrl(String text) {
        return url(text, Set.of("http", "https"))
                .filter(url -> List.of("", "/").contains(url.getPath()))
                .isPresent();
    }

    /** An origin as browsers send it, without a path. */
    private static boolean isOrigin(String text) {
        return url(text, Set.of("http", "https"))
                .filter(url -> url.getPath().isEmpty())
                .isPresent();
    }

    private static boolean isHttpUrl(String text) {
        return url(text, Set.of("http", "https")).isPresent();
    }

    private static boolean isRedisUrl(String text) {
        return text.matches("unix://\\S+")
                || url(text, Set.of("redis", "rediss")).isPresent();
    }

    /** Flyway's JDBC driver uses the same address and supports this scheme only. */
    private static boolean isDatabaseUrl(String text) {
        try {
            return text.startsWith("postgresql://")
                    && !PgConnectOptions.fromUri(text).getHost().isBlank();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<URI> url(String text, Set<String> schemes) {
        try {
            return Optional.of(URI.create(text))
                    .filter(url -> url.getScheme() != null && schemes.contains(url.getScheme()))
                    .filter(url -> url.getHost() != null && url.getPort() <= MAX_PORT);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
