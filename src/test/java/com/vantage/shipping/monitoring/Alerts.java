package com.vantage.shipping.monitoring;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of {@code k8s/monitoring}, as Prometheus without its operator reads them. */
final class Alerts {
    static final YAMLMapper YAML = new YAMLMapper();

    private static final Path RESOURCE = Path.of("k8s/monitoring/prometheus-rule.yaml");

    private final JsonNode spec;

    private Alerts(JsonNode spec) {
        this.spec = spec;
    }

    static Alerts read() {
        try {
            return new Alerts(YAML.readTree(RESOURCE.toFile()).required("spec"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All rules: those that record something too. */
    List<JsonNode> rules() {
        return spec.required("groups")
                .valueStream()
                .flatMap(group -> group.required("rules").valueStream())
                .toList();
    }

    /** The alerts by their names. */
    Map<String, JsonNode> byName() {
        return rules().stream()
                .filter(rule -> rule.has("alert"))
                .collect(toMap(rule -> rule.required("alert").textValue(), rule -> rule));
    }

    List<PromQl> expressions() {
        return rules().stream()
                .map(rule -> new PromQl(rule.required("expr").textValue()))
                .toList();
    }

    /** As a file of rules. */
    Path writeTo(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        YAML.writeValue(file.toFile(), spec);
        return file;
    }

    /** Without those annotations, which would be the same in every test. */
    Alerts without(Set<String> annotations) {
        JsonNode copy = spec.deepCopy();
        copy.findValues("annotations").forEach(each -> ((ObjectNode) each).remove(annotations));
        return new Alerts(copy);
    }
}
