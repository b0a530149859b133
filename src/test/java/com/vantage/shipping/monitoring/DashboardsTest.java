package com.vantage.shipping.monitoring;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Structure of the dashboards. {@link MonitoringIT} tests their queries. */
class DashboardsTest {
    private static final int WIDTH = 24;
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)(?::\\w+)?}|(\\w+))");
    /** Set by Grafana. */
    private static final Set<String> BUILT_IN = Set.of("__rate_interval", "__range", "__all");
    /** Metrics of other exporters, which have a different job. */
    private static final String OTHERS = "(container|kube)_.*|ALERTS|namespace:.*";

    static List<Dashboard> dashboards() {
        return Dashboard.all();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void dashboardHasFixedUid(Dashboard dashboard) {
        assertThat(dashboard.json().required("uid").textValue()).isIn("shipping-carrier-health", "shipping-service");
        assertThat(dashboard.json().required("title").textValue()).isNotBlank();
        assertThat(dashboard.json().has("id"))
                .as("ids differ between Grafana instances")
                .isFalse();
        assertThat(dashboards().stream().map(each -> each.json().required("uid").textValue()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsDoNotOverlap(Dashboard dashboard) {
        Set<List<Integer>> taken = new HashSet<>();

        for (JsonNode panel : dashboard.panels()) {
            JsonNode place = panel.required("gridPos");
            int x = place.required("x").intValue();
            int y = place.required("y").intValue();
            int right = x + place.required("w").intValue();
            assertThat(right).as(title(panel)).isLessThanOrEqualTo(WIDTH);
            for (int column = x; column < right; column++) {
                for (int row = y; row < y + place.required("h").intValue(); row++) {
                    assertThat(taken.add(List.of(column, row)))
                            .as("%s overlaps another panel", title(panel))
                            .isTrue();
                }
            }
        }
        assertThat(dashboard.panels().stream().map(panel -> panel.required("id").intValue()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsUseSelectedDataSource(Dashboard dashboard) {
        assertThat(graphs(dashboard)).isNotEmpty().allSatisfy(panel -> {
            List<JsonNode> asking =
                    new ArrayList<>(panel.required("targets").valueStream().toList());
            assertThat(asking).as(title(panel)).isNotEmpty();
            assertThat(asking.stream().map(target -> target.required("refId").textValue()))
                    .doesNotHaveDuplicates();
            asking.add(panel);
            assertThat(asking).allSatisfy(node -> {
                assertThat(node.required("datasource").required("type").textValue())
                        .isEqualTo("prometheus");
                assertThat(node.required("datasource").required("uid").textValue())
                        .isEqualTo("${datasource}");
            });
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsHaveUnitsAndThemeColours(Dashboard dashboard) {
        assertThat(graphs(dashboard)).allSatisfy(panel -> {
            JsonNode shown = panel.required("fieldConfig").required("defaults");
            assertThat(shown.required("unit").textValue()).as(title(panel)).isNotBlank();
            List<JsonNode> steps =
                    shown.required("thresholds").required("steps").valueStream().toList();
            assertThat(steps.getFirst().required("value").isNull())
                    .as(title(panel))
                    .isTrue();
            assertThat(steps.stream().skip(1).map(step -> step.required("value").doubleValue()))
                    .isSorted();
        });
        assertThat(dashboard.json().findValuesAsText("color").stream().filter(colour -> !colour.isEmpty()))
                .as("named colours adapt to the dark theme")
                .allMatch(colour -> colour.matches("[a-z]+"));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void usedVariablesAreDefined(Dashboard dashboard) {
        Set<String> known = dashboard.variables().stream()
                .map(variable -> variable.required("name").textValue())
                .collect(toSet());

        assertThat(known).contains("datasource", "namespace", "job", "carrier");
        assertThat(used(dashboard).filter(name -> !BUILT_IN.contains(name)).collect(toSet()))
                .isEqualTo(known);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void queriesSelectNamespaceAndJob(Dashboard dashboard) {
        assertThat(dashboard.queries().stream().filter(query -> !query.where().matches("namespace|job")))
                .allSatisfy(query -> {
                    PromQl asked = new PromQl(query.expression().replaceAll("\\$(\\w+)", "1s"));
                    assertThat(asked.bareMetrics()).as(query.where()).isEmpty();
                    assertThat(asked.selectors())
                            .as(query.where())
                            .isNotEmpty()
                            .allMatch(selector -> selector.labels().contains("namespace"))
                            .allMatch(selector -> selector.metric().matches(OTHERS)
                                    || selector.labels().contains("job"));
                });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void dashboardLinksOthersRunbookAndCarriersPage(Dashboard dashboard) {
        List<Dashboard> others = dashboards().stream()
                .filter(each -> !each.file().equals(dashboard.file()))
                .toList();

        assertThat(others).isNotEmpty().allSatisfy(other -> {
            assertThat(dashboard.link(other.json().required("title").textValue()))
                    .startsWith("/d/" + other.json().required("uid").textValue() + "?");
            assertThat(other.link("Runbook"))
                    .isEqualTo(dashboard.link("Runbook"))
                    .endsWith("/docs/runbook.md");
        });
        assertThat(dashboard.link("Carriers now")).endsWith("/api/v2/carriers");
    }

    private static Stream<String> used(Dashboard dashboard) {
        return VARIABLE.matcher(dashboard.json().toString())
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1));
    }

    private static List<JsonNode> graphs(Dashboard dashboard) {
        return dashboard.panels().stream()
                .filter(panel -> !panel.required("type").textValue().equals("row"))
                .toList();
    }

    private static String title(JsonNode panel) {
        return panel.required("title").textValue();
    }
}
