package com.vantage.shipping.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One of Grafana's dashboards in {@code k8s/monitoring}. */
record Dashboard(String file, JsonNode json) {
    private static final Path FOLDER = Path.of("k8s/monitoring/dashboards");
    private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");

    /**
     * What Grafana asks Prometheus.
     *
     * @param where for people: the panel's title
     * @param labels that the legend shows of each series
     */
    record Query(String where, String expression, Set<String> labels) {}

    static List<Dashboard> all() {
        return Stream.of("carrier-health.json", "shipping-service.json")
                .map(Dashboard::read)
                .toList();
    }

    private static Dashboard read(String file) {
        try {
            return new Dashboard(
                    file, new ObjectMapper().readTree(FOLDER.resolve(file).toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<JsonNode> panels() {
        return json.required("panels").valueStream().toList();
    }

    List<JsonNode> variables() {
        return json.required("templating").required("list").valueStream().toList();
    }

    /** Where its link of this title leads. */
    String link(String title) {
        return json.required("links")
                .valueStream()
                .filter(link -> link.required("title").textValue().equals(title))
                .map(link -> link.required("url").textValue())
                .findFirst()
                .orElseThrow();
    }

    /** Those of panels, of alerts that are shown, and of variables. */
    List<Query> queries() {
        Stream<Query> ofPanels = panels().stream().flatMap(panel -> panel.path("targets")
                .valueStream()
                .map(target -> new Query(
                        panel.required("title").textValue(),
                        target.required("expr").textValue(),
                        legendLabels(target.required("legendFormat").textValue()))));
        Stream<Query> ofAnnotations = json.required("annotations")
                .required("list")
                .valueStream()
                .map(shown -> new Query(
                        shown.required("name").textValue(),
                        shown.required("expr").textValue(),
                        Set.of()));
        Stream<Query> ofVariables = variables().stream()
                .filter(variable -> variable.required("type").textValue().equals("query"))
                .map(variable -> new Query(
                        variable.required("name").textValue(),
                        valuesOfLabel(
                                variable.required("query").required("query").textValue()),
                        Set.of()));
        return Stream.of(ofPanels, ofAnnotations, ofVariables)
                .flatMap(each -> each)
                .toList();
    }

    /** Grafana's own function, in Prometheus' words. */
    private static String valuesOfLabel(String query) {
        return query.replaceFirst("^label_values\\((.+), (\\w+)\\)$", "count by ($2) ($1)");
    }

    private static Set<String> legendLabels(String legend) {
        Set<String> labels = new TreeSet<>();
        LEGEND_LABEL.matcher(legend).results().forEach(found -> labels.add(found.group(1)));
        return labels;
    }
}
