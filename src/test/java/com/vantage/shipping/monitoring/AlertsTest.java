package com.vantage.shipping.monitoring;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.support.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The alerts fire and resolve when they should, and link to their sections of the runbook. */
class AlertsTest {
    private static final Path TESTS = Path.of("src/test/resources/alerts");
    private static final Path RUNBOOK = Path.of("docs/runbook.md");
    private static final Path WORK = Path.of("target/alerts");
    /** Removed in promtool's tests, which would have to repeat them for every alert. */
    private static final Set<String> ADDRESSES = Set.of("runbook_url", "dashboard_url");

    private final Alerts alerts = Alerts.read();

    @Test
    void rulesAreValid() throws IOException, InterruptedException {
        Path rules = alerts.writeTo(WORK.resolve("all-rules.yaml"));

        String told = Shell.in(Path.of(""))
                .run(Prometheus.installed().promtool().toString(), "check", "rules", "--lint-fatal", rules.toString());

        assertThat(told).contains("SUCCESS: " + alerts.rules().size() + " rules found");
    }

    @ParameterizedTest
    @MethodSource("tests")
    void alertsFireAndResolve(Path test) throws IOException, InterruptedException {
        String promtool = Prometheus.installed().promtool().toString();
        alerts.without(ADDRESSES).writeTo(WORK.resolve("rules.yaml"));
        Path copy = Files.copy(test, WORK.resolve(test.getFileName()), StandardCopyOption.REPLACE_EXISTING);

        String told =
                Shell.in(WORK).run(promtool, "test", "rules", copy.getFileName().toString());

        assertThat(told).contains("SUCCESS");
    }

    @Test
    void everyAlertHasTestsOfFiringAndSilence() throws IOException {
        List<JsonNode> scenes = tests().map(AlertsTest::parse)
                .flatMap(test -> test.required("tests").valueStream())
                .toList();

        assertThat(alerts.byName().keySet()).allSatisfy(alert -> assertThat(scenes)
                .map(scene -> firings(scene, alert))
                .as(alert + " fires, and resolves afterwards")
                .anyMatch(seen -> seen.matches("-*\\++-+"))
                .as(alert + " does not fire in another test")
                .anyMatch(seen -> seen.matches("-+")));
    }

    @Test
    void alertsAndRunbookSectionsMatch() throws IOException {
        Set<String> paragraphs = Pattern.compile("(?m)^### (\\w+)$")
                .matcher(Files.readString(RUNBOOK))
                .results()
                .map(heading -> heading.group(1))
                .collect(toSet());

        assertThat(paragraphs).isEqualTo(alerts.byName().keySet());
    }

    /** Runbook sections have a common structure. */
    @Test
    void runbookSectionsAreComplete() throws IOException {
        String[] paragraphs = Files.readString(RUNBOOK).split("(?m)^### ");

        assertThat(paragraphs).hasSizeGreaterThan(1);
        assertThat(Stream.of(paragraphs).skip(1)).allSatisfy(paragraph -> assertThat(paragraph)
                .contains("**Callers:**", "**Look:**", "**Causes:**", "**Do:**", "**Heals:**"));
    }

    @Test
    void alertsHaveSeverityAndLinks() {
        String runbook = Dashboard.all().getFirst().link("Runbook");

        assertThat(runbook).endsWith("/" + RUNBOOK);
        assertThat(alerts.byName()).allSatisfy((name, alert) -> {
            assertThat(name).startsWith("Shipping");
            assertThat(alert.required("labels").required("severity").textValue())
                    .isIn("critical", "warning");
            assertThat(alert.has("for")).isTrue();
            JsonNode told = alert.required("annotations");
            assertThat(told.required("summary").textValue()).isNotBlank();
            assertThat(told.required("description").textValue()).isNotBlank();
            assertThat(told.required("runbook_url").textValue())
                    .isEqualTo(runbook + "#" + name.toLowerCase(Locale.ROOT));
            assertThat(told.required("dashboard_url").textValue())
                    .matches("https://[^/]+/d/(shipping-service|shipping-carrier-health)(\\?.*)?");
        });
    }

    /** Other services export metrics with the same names, and pods may be scraped by several jobs. */
    @Test
    void rulesSelectOneJob() {
        Set<String> recorded = alerts.rules().stream()
                .filter(rule -> rule.has("record"))
                .map(rule -> rule.required("record").textValue())
                .collect(toSet());

        assertThat(alerts.expressions()).allSatisfy(asked -> {
            assertThat(asked.selectors()).allMatch(selector -> selector.labels().contains("job"));
            assertThat(recorded).containsAll(asked.bareMetrics());
        });
    }

    static Stream<Path> tests() throws IOException {
        try (Stream<Path> files = Files.list(TESTS)) {
            return files.sorted().toList().stream();
        }
    }

    /** One character for each evaluation: plus if the alert fires, else minus. */
    private static String firings(JsonNode scene, String alert) {
        return String.join(
                "",
                scene.required("alert_rule_test")
                        .valueStream()
                        .filter(seen -> seen.required("alertname").textValue().equals(alert))
                        .map(seen -> seen.required("exp_alerts").isEmpty() ? "-" : "+")
                        .toList());
    }

    private static JsonNode parse(Path file) {
        try {
            return Alerts.YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
