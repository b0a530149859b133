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

/** The alerting and recording rules of {@code k8s/monitoring}, in the format of Prometheus without its operator. */
public final class Alerts {
    static final YAMLMapper YAML = new YAMLMapper();

    private static final Path RESOURCE = Path.of("k8s/monitoring/prometheus-rule.yaml");

    private final JsonNode spec;

    private Alerts(JsonNode spec) {
        this.spec = spec;
    }

    public static Alerts read() {
        try {
            return new Alerts(YAML.readTree(RESOURCE.toFile()).required("spec"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All rules, including recording rules. */
    List<JsonNode> rules() {
        return spec.required("groups")
                .valueStream()
                .flatMap(group -> group.required("rules").valueStream())
                .toList();
    }

    /** Alerts by name. */
    public Map<String, JsonNode> byName() {
        return rules().stream()
                .filter(rule -> rule.has("alert"))
                .collect(toMap(rule -> rule.required("alert").textValue(), rule -> rule));
    }

    List<PromQl> expressions() {
        return rules().stream()
                .map(rule -> new PromQl(rule.required("expr").textValue()))
                .toList();
    }

    /** Writes a rule file. */
    public Path writeTo(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        YAML.writeValue(file.toFile(), spec);
        return file;
    }

    /** Returns a copy without these annotations. */
    Alerts without(Set<String> annotations) {
        JsonNode copy = spec.deepCopy();
        copy.findValues("annotations").forEach(each -> ((ObjectNode) each).remove(annotations));
        return new Alerts(copy);
    }
}
