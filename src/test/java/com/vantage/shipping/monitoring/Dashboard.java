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

/** A Grafana dashboard in {@code k8s/monitoring}. */
record Dashboard(String file, JsonNode json) {
    private static final Path FOLDER = Path.of("k8s/monitoring/dashboards");
    private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");

    /**
     * A query to Prometheus.
     *
     * @param where title of the panel, annotation or variable
     * @param labels labels that the legend shows
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

    /** The URL of the link with this title. */
    String link(String title) {
        return json.required("links")
                .valueStream()
                .filter(link -> link.required("title").textValue().equals(title))
                .map(link -> link.required("url").textValue())
                .findFirst()
                .orElseThrow();
    }

    /** All queries of panels, annotations and variables. */
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

    /** Translates Grafana's function {@code label_values} to PromQL. */
    private static String valuesOfLabel(String query) {
        return query.replaceFirst("^label_values\\((.+), (\\w+)\\)$", "count by ($2) ($1)");
    }

    private static Set<String> legendLabels(String legend) {
        Set<String> labels = new TreeSet<>();
        LEGEND_LABEL.matcher(legend).results().forEach(found -> labels.add(found.group(1)));
        return labels;
    }
}
