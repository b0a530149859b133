package com.vantage.shipping.operations;

import com.vantage.shipping.config.SettingsValidator;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/**
 * Evaluates the {@link Checks}. Runs without Quarkus, whose start would require the settings of carriers, issuer and stores.
 */
public final class OperationsCheck {
    /** Where the documents of this repository are, if no address is set. */
    private static final String RUNBOOK = "docs/runbook.md";

    private static final List<String> SETTINGS = List.of(
            "shipping.check.prometheus-url",
            "shipping.check.namespace",
            "shipping.check.timeout",
            "shipping.check.certificates",
            "shipping.check.skip");

    private final OperationsCheckConfig config;
    private final String runbook;
    private final Clock clock;

    /**
     * What to print, and the exit code: 0 if all is ok or there are only warnings, 1 if a check fails, else 2 if the value of a
     * check is unknown.
     */
    public record Result(String output, int exitCode) {}

    OperationsCheck(OperationsCheckConfig config, String runbook, Clock clock) {
        this.config = config;
        this.runbook = runbook;
        this.clock = clock;
    }

    /**
     * Evaluates all checks.
     *
     * @throws IllegalArgumentException if a setting is missing or invalid
     * @throws PrometheusUnavailableException if Prometheus does not answer
     */
    public static Result run(boolean asJson) {
        SmallRyeConfig settings = settings();
        String runbook = settings.getOptionalValue("shipping.health.runbook-url", String.class)
                .orElse(RUNBOOK);
        Report report = new OperationsCheck(
                        settings.getConfigMapping(OperationsCheckConfig.class), runbook, Clock.systemUTC())
                .report();
        return new Result(
                asJson ? report.json() : report.table(),
                switch (report.status()) {
                    case OK, WARN -> 0;
                    case FAIL -> 1;
                    case UNKNOWN -> 2;
                });
    }

    /** Reads environment variables and system properties, like the packaged service. */
    private static SmallRyeConfig settings() {
        SmallRyeConfig settings = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDefaultSources()
                .addDiscoveredConverters()
                .withMapping(OperationsCheckConfig.class)
                .build();
        List<String> problems = SETTINGS.stream()
                .flatMap(name -> SettingsValidator.problem(name, settings).stream())
                .toList();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(", ", problems));
        }
        return settings;
    }

    Report report() {
        URI address = config.prometheusUrl()
                .orElseThrow(() -> new IllegalArgumentException("SHIPPING_CHECK_PROMETHEUS_URL is missing"));
        List<String> skipped = config.skip().orElse(List.of());
        requireKnown(skipped);
        try (PrometheusClient prometheus = new PrometheusClient(address, config.timeout())) {
            Stream<Finding> measured = Checks.IN_PROMETHEUS.stream()
                    .filter(check -> !skipped.contains(check.name()))
                    .flatMap(check -> check.judge(prometheus.query(check.promQl(config.namespace()))).stream());
            return new Report(
                    clock.instant(),
                    runbook,
                    Stream.concat(measured, certificates(skipped)).toList(),
                    skipped);
        }
    }

    private Stream<Finding> certificates(List<String> skipped) {
        if (skipped.contains(Checks.CERTIFICATES.name())) {
            return Stream.empty();
        }
        ServerCertificates certificates = new ServerCertificates(config.timeout(), clock);
        List<Sample> samples = config.certificates().orElse(List.of()).stream()
                .map(certificates::secondsLeft)
                .toList();
        return Checks.CERTIFICATES.judge(samples).stream();
    }

    private static void requireKnown(List<String> skipped) {
        List<String> known = Checks.all().map(Check::name).toList();
        List<String> unknown =
                skipped.stream().filter(name -> !known.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("SHIPPING_CHECK_SKIP: unknown check " + String.join(", ", unknown)
                    + "; expected one of " + String.join(", ", known));
        }
    }
}
