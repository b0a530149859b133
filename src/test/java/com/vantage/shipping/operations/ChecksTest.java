package com.vantage.shipping.operations;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.monitoring.Alerts;
import com.vantage.shipping.monitoring.PromQl;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checks agree with the alerts and the runbook. */
class ChecksTest {
    private static final Path RUNBOOK = Path.of("docs/runbook.md");
    private static final Pattern WINDOW = Pattern.compile("\\[\\d+[smhd]\\]");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    /** These look at the same thing as an alert by another query, or have its section of the runbook only. */
    private static final Set<String> OWN_QUERY =
            Set.of("service", "quote-latency-p99", "carrier-status", "carrier-token-expires", "wal-archive-age");

    static Stream<Check> checksOfAlerts() {
        return Checks.all()
                .filter(check -> check.runbook().startsWith("Shipping"))
                .filter(check -> !OWN_QUERY.contains(check.name()));
    }

    @ParameterizedTest
    @MethodSource("checksOfAlerts")
    void checkHasQueryAndThresholdOfItsAlert(Check check) {
        JsonNode alert = alert(check.runbook());
        boolean critical =
                alert.required("labels").required("severity").textValue().equals("critical");
        OptionalDouble limit =
                critical ? check.threshold().fail() : check.threshold().warn();

        assertThat(normalized(alert.required("expr").textValue()))
                .contains(normalized(
                        check.query() + check.threshold().comparison().symbol() + number(limit)));
    }

    @Test
    void tokenHasThresholdOfItsAlert() {
        Check token = Checks.all()
                .filter(check -> check.name().equals("carrier-token-expires"))
                .findFirst()
                .orElseThrow();

        assertThat(alert(token.runbook()).required("expr").textValue())
                .contains("carrier_token_expires_seconds{job=\"shipping-service\"} < "
                        + number(token.threshold().warn()));
    }

    @Test
    void errorsFailAtThresholdOfTheCriticalAlert() {
        Check errors = Checks.all()
                .filter(check -> check.name().equals("errors"))
                .findFirst()
                .orElseThrow();

        assertThat(alert("ShippingErrorsHigh").required("expr").textValue())
                .contains("> " + number(errors.threshold().fail()));
    }

    @Test
    void namesAreUnique() {
        assertThat(Checks.all().map(Check::name))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9]+(-[a-z0-9]+)*"));
    }

    /** Other services export metrics with the same names, and one Prometheus may serve several environments. */
    @Test
    void everySelectorHasJobAndNamespace() {
        assertThat(Checks.IN_PROMETHEUS).allSatisfy(check -> {
            PromQl asked = new PromQl(check.promQl(Optional.of("logistics-prod")));
            assertThat(asked.selectors()).isNotEmpty().allMatch(selector -> selector.labels()
                    .containsAll(Set.of("job", "namespace")));
            assertThat(asked.bareMetrics()).isEmpty();
        });
    }

    @Test
    void everyCheckHasItsSectionInTheRunbook() throws IOException {
        List<String> anchors = HEADING.matcher(Files.readString(RUNBOOK))
                .results()
                .map(heading -> "#" + heading.group(1).toLowerCase(Locale.ROOT).replace(' ', '-'))
                .toList();

        assertThat(Checks.all().map(Check::anchor)).allMatch(anchors::contains);
    }

    @Test
    void runbookListsEveryCheckWithItsThreshold() throws IOException {
        String runbook = Files.readString(RUNBOOK);

        assertThat(Checks.all()).allSatisfy(check -> assertThat(runbook)
                .contains("| [`%s`](%s) | %s |"
                        .formatted(
                                check.name(), check.anchor(), check.threshold().describe(check.unit()::format))));
        assertThat(Pattern.compile("(?m)^\\| \\[`[a-z0-9-]+`\\]\\(")
                        .matcher(runbook)
                        .results())
                .hasSameSizeAs(Checks.all().toList());
    }

    private static JsonNode alert(String name) {
        return requireNonNull(Alerts.read().byName().get(name), name);
    }

    /** Without white space; a day instead of minutes is no difference. */
    private static String normalized(String promQl) {
        return WINDOW.matcher(promQl.replaceAll("\\s", "")).replaceAll("[]");
    }

    private static String number(OptionalDouble limit) {
        return BigDecimal.valueOf(limit.orElseThrow()).stripTrailingZeros().toPlainString();
    }
}
