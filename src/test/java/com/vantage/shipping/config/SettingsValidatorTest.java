package com.vantage.shipping.config;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks settings like the packaged service, including the framework's mappings, without starting it. */
class SettingsValidatorTest {
    private static final Path APPLICATION_PROPERTIES = Path.of("src/main/resources/application.properties");
    private static final String ROOTS = "META-INF/quarkus-config-roots.list";

    /** Variable and type in a row of the reference. */
    private static final Pattern ROW = Pattern.compile("\\| `(\\w[^`]*)`[^|]*\\| ([^|]+) \\|.*");

    private static final Map<String, String> REQUIRED = Map.ofEntries(
            Map.entry("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://db:5432/shipping"),
            Map.entry("QUARKUS_REDIS_HOSTS", "redis://redis:6379"),
            Map.entry("MP_JWT_VERIFY_PUBLICKEY_LOCATION", "https://issuer.example/jwks.json"),
            Map.entry("MP_JWT_VERIFY_ISSUER", "https://issuer.example"),
            Map.entry("MP_JWT_VERIFY_AUDIENCES", "shipping-service"),
            Map.entry("SHIPPING_CARRIERS_UPS_URL", "https://ups.example"),
            Map.entry("SHIPPING_CARRIERS_UPS_CLIENT_ID", "id"),
            Map.entry("SHIPPING_CARRIERS_UPS_CLIENT_SECRET", "secret"),
            Map.entry("SHIPPING_CARRIERS_UPS_ACCOUNT", "A1B2C3"),
            Map.entry("SHIPPING_CARRIERS_FEDEX_ENABLED", "false"),
            Map.entry("SHIPPING_CARRIERS_USPS_ENABLED", "false"));

    private static final Set<Class<?>> FRAMEWORKS = frameworks();

    /** Defaults that the framework adds at run time. */
    private static final Map<String, String> FRAMEWORK_DEFAULTS = Map.ofEntries(
            Map.entry("java.io.tmpdir", "/tmp"),
            Map.entry("quarkus.http.host", "0.0.0.0"),
            Map.entry("quarkus.management.host", "0.0.0.0"),
            Map.entry("quarkus.otel.exporter.otlp.timeout", "10s"),
            Map.entry("quarkus.otel.exporter.otlp.logs.timeout", "10s"),
            Map.entry("quarkus.otel.exporter.otlp.metrics.timeout", "10s"),
            Map.entry("quarkus.otel.exporter.otlp.traces.timeout", "10s"),
            Map.entry("quarkus.otel.exporter.otlp.proxy-options.enabled", "false"),
            Map.entry("quarkus.otel.exporter.otlp.logs.proxy-options.enabled", "false"),
            Map.entry("quarkus.otel.exporter.otlp.metrics.proxy-options.enabled", "false"),
            Map.entry("quarkus.otel.exporter.otlp.traces.proxy-options.enabled", "false"));

    @Test
    void requiredSettingsSuffice() {
        assertThat(problems(Map.of(), FRAMEWORKS)).isEmpty();
    }

    /** In two steps, as at start: first the types, which SmallRye Config checks, then the rules. */
    @Test
    void invalidValueOfEachSettingIsReported() {
        Map<String, String> invalid = new HashMap<>();
        documented().forEach((name, type) -> {
            if (!isUnconstrained(type)) {
                invalid.put(name, "no sense");
            }
        });
        List<String> found = new ArrayList<>(problems(invalid, FRAMEWORKS));
        found.forEach(problem -> invalid.remove(problem.replaceFirst(":.*", "")));
        assertThat(invalid).hasSizeLessThan(30);
        List<String> foundThen = problems(invalid, FRAMEWORKS);
        foundThen.forEach(problem -> invalid.remove(problem.replaceFirst(":.*", "")));
        found.addAll(foundThen);

        assertThat(invalid).isEmpty();
        assertThat(found).allMatch(problem -> problem.matches("\\w+: invalid value( \"no sense\")?; expected .+"));
    }

    /** All other settings have a type, so that the test above covers them. */
    @Test
    void onlyNamesAndSecretsAreUnconstrained() {
        assertThat(documented().entrySet().stream()
                        .filter(setting -> isUnconstrained(setting.getValue()))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "SHIPPING_CARRIERS_FEDEX_CLIENT_ID",
                        "SHIPPING_CARRIERS_FEDEX_CLIENT_SECRET",
                        "SHIPPING_CARRIERS_FEDEX_ACCOUNT",
                        "SHIPPING_CARRIERS_FEDEX_TRACK_CLIENT_ID",
                        "SHIPPING_CARRIERS_FEDEX_TRACK_CLIENT_SECRET",
                        "SHIPPING_CARRIERS_UPS_CLIENT_ID",
                        "SHIPPING_CARRIERS_UPS_CLIENT_SECRET",
                        "SHIPPING_CARRIERS_UPS_ACCOUNT",
                        "SHIPPING_CARRIERS_USPS_CLIENT_ID",
                        "SHIPPING_CARRIERS_USPS_CLIENT_SECRET",
                        "SHIPPING_CARRIERS_USPS_ACCOUNT",
                        "SHIPPING_CARRIERS_USPS_CRID",
                        "SHIPPING_CARRIERS_USPS_MID",
                        "SHIPPING_CARRIERS_USPS_MANIFEST_MID",
                        "SHIPPING_MIGRATION_SERVICE_ROLE",
                        "QUARKUS_DATASOURCE_USERNAME",
                        "QUARKUS_DATASOURCE_PASSWORD",
                        // Derived from the reactive URL by default
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        "QUARKUS_REDIS_PASSWORD",
                        "MP_JWT_VERIFY_ISSUER",
                        "MP_JWT_VERIFY_AUDIENCES",
                        "QUARKUS_HTTP_TLS_CONFIGURATION_NAME");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SHIPPING_PURCHASES_KEY_REQUIRED      | ture                     | invalid value "ture"; expected true or false
            SHIPPING_CARRIERS_UPS_ENABLED        | ture                     | invalid value "ture"; expected true or false
            SHIPPING_CARRIERS_UPS_DEADLINE       | 2x                       | invalid value "2x"; expected a duration such as 2s, longer than 0
            SHIPPING_CARRIERS_UPS_QUOTA_TIMEOUT     | 2x                       | invalid value "2x"; expected a duration such as 2s
            SHIPPING_CARRIERS_UPS_QUOTA_TIMEOUT     | -1s                      | invalid value "-1s"; expected a duration such as 2s, not a negative one
            SHIPPING_CARRIERS_UPS_TIMEOUT        | 0s                       | invalid value "0s"; expected a duration such as 2s, longer than 0
            SHIPPING_CARRIERS_UPS_RETRIES        | 1.5                      | invalid value "1.5"; expected a whole number of 0 or more
            SHIPPING_CARRIERS_UPS_RETRIES        | -1                       | invalid value "-1"; expected a whole number of 0 or more
            SHIPPING_CARRIERS_UPS_QUOTA          | 100/1s,60                | invalid value "100/1s,60"; expected limits such as 100/1s,60/1h
            SHIPPING_CARRIERS_UPS_QUOTA          | 0/1s                     | invalid value "0/1s"; expected a limit of 1 or more in 40ms or longer
            SHIPPING_CARRIERS_UPS_URL            | https://ups.example/api  | invalid value "https://ups.example/api"; expected a URL without a path such as https://host
            SHIPPING_CARRIERS_UPS_URL            | https://ups.example:port | invalid value "https://ups.example:port"; expected a URL without a path such as https://host
            SHIPPING_CARRIERS_USPS_API           | telegraph                | invalid value "telegraph"; expected one of v3, webtools
            SHIPPING_HEALTH_RUNBOOK_URL          | the wiki                 | invalid value "the wiki"; expected a URL such as https://wiki.example/runbook
            SHIPPING_PURCHASES_RECONCILE_INTERVAL              | 2x                       | invalid value "2x"; expected a duration such as 5s, or off
            SHIPPING_TRANSPORT_ORIGINS           | https://a.example,b      | invalid value "https://a.example,b"; expected origins such as https://shop.example
            QUARKUS_HTTP_PORT                    | 70000                    | invalid value "70000"; expected a whole number from 0 to 65535
            QUARKUS_DATASOURCE_REACTIVE_URL      | postgresql://db:x/y      | invalid value "postgresql://db:x/y"; expected a URL such as postgresql://host:5432/database
            QUARKUS_REDIS_HOSTS                  | redis://a:1,redis://b:x  | invalid value "redis://a:1,redis://b:x"; expected URLs such as redis://host:6379
            QUARKUS_OTEL_TRACES_SAMPLER_ARG      | 10                       | invalid value "10"; expected a number from 0 to 1
            """)
    void messageHasValueAndExpectation(String name, String value, String reason) {
        assertThat(problems(Map.of(name, value))).containsExactly(name + ": " + reason);
    }

    @ParameterizedTest
    @CsvSource({
        "QUARKUS_OTEL_EXPORTER_OTLP_HEADERS, hush",
        "QUARKUS_DATASOURCE_REACTIVE_URL, mysql://user:hush@db/shipping",
        "QUARKUS_REDIS_HOSTS, 'redis//:hush@redis:6379'"
    })
    void secretIsNotShown(String name, String value) {
        assertThat(problems(Map.of(name, value)))
                .singleElement()
                .asString()
                .startsWith(name + ": invalid value; expected ");
    }

    @Test
    void alternativeNotationsAreAccepted() {
        assertThat(problems(Map.of(
                        "SHIPPING_PURCHASES_KEY_REQUIRED", "Yes",
                        "SHIPPING_REQUEST_LOG_ENABLED", "0",
                        "SHIPPING_PURCHASES_RECONCILE_INTERVAL", "OFF",
                        "SHIPPING_CARRIERS_UPS_QUOTA_TIMEOUT", "0",
                        "SHIPPING_CARRIERS_UPS_DEADLINE", "PT2.5S",
                        "QUARKUS_REDIS_HOSTS", "rediss://a:6379, redis://b")))
                .isEmpty();
    }

    @Test
    void missingSettingsAreReportedTogether() {
        assertThat(problems(Map.of("SHIPPING_CARRIERS_UPS_URL", "unset", "MP_JWT_VERIFY_ISSUER", "")))
                .containsExactly("MP_JWT_VERIFY_ISSUER is missing", "SHIPPING_CARRIERS_UPS_URL is missing");
    }

    @Test
    void serviceWithoutCarrierDoesNotStart() {
        List<String> carriers = List.of("ups", "fedex");
        SmallRyeConfig none = config(Map.of("SHIPPING_CARRIERS_UPS_ENABLED", "false"), Set.of());

        assertThatThrownBy(() -> SettingsValidator.requireEnabledCarrier(carriers, none))
                .hasMessage("no carrier is enabled; expected true for at least one of "
                        + "SHIPPING_CARRIERS_FEDEX_ENABLED, SHIPPING_CARRIERS_UPS_ENABLED");
        SettingsValidator.requireEnabledCarrier(carriers, config(Map.of(), Set.of()));
    }

    private static List<String> problems(Map<String, String> settings) {
        return problems(settings, Set.of());
    }

    private static List<String> problems(Map<String, String> settings, Set<Class<?>> frameworks) {
        try {
            return SettingsValidator.problems(config(settings, frameworks));
        } catch (ConfigValidationException invalid) {
            return SettingsValidator.problems(invalid);
        }
    }

    /**
     * The configuration with these environment variables.
     *
     * @param settings variables besides the required ones
     * @param frameworks config mappings besides those of this service
     */
    static SmallRyeConfig config(Map<String, String> settings, Set<Class<?>> frameworks) {
        Map<String, String> environment = new HashMap<>(REQUIRED);
        environment.putAll(settings);
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withProfile("prod")
                .addDefaultInterceptors()
                .addDiscoveredInterceptors()
                .addDiscoveredConverters()
                .withValidateUnknown(false)
                .withDefaultValues(FRAMEWORK_DEFAULTS)
                .withSources(properties(), new EnvConfigSource(environment, 300));
        Stream.concat(KnownSettings.mappings().stream(), frameworks.stream()).forEach(builder::withMapping);
        return builder.build();
    }

    private static PropertiesConfigSource properties() {
        try {
            return new PropertiesConfigSource(APPLICATION_PROPERTIES.toUri().toURL());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isUnconstrained(String type) {
        return type.equals("text");
    }

    /** Types of the settings in the reference by environment variable, for one carrier and one client. */
    private static Map<String, String> documented() {
        Map<String, String> types = new HashMap<>();
        ConfigurationReference.write()
                .lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row ->
                        types.put(row.group(1).replace("<CODE>", "UPS").replace("<CLIENT>", "SHOP"), row.group(2)));
        assertThat(types).hasSizeGreaterThan(80);
        return types;
    }

    /** Quarkus's config mappings of the settings in the reference. */
    private static Set<Class<?>> frameworks() {
        Set<String> properties = DocumentedQuarkusSettings.all().stream()
                .map(DocumentedQuarkusSettings.Setting::property)
                .collect(toSet());
        return roots().filter(root -> root.isAnnotationPresent(ConfigMapping.class)
                        && root.getAnnotation(ConfigRoot.class).phase() == ConfigPhase.RUN_TIME)
                .filter(root ->
                        properties.stream().anyMatch(property -> property.startsWith(KnownSettings.prefix(root) + ".")))
                .collect(toSet());
    }

    private static Stream<Class<?>> roots() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try {
            return Collections.list(loader.getResources(ROOTS)).stream()
                    .flatMap(list -> lines(list).stream())
                    .map(name -> load(name, loader));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name, ClassLoader loader) {
        try {
            return loader.loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> lines(URL list) {
        try (InputStream text = list.openStream()) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
