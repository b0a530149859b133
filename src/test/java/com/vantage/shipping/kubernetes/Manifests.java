package com.vantage.shipping.kubernetes;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Kubernetes objects that are applied together. */
record Manifests(List<ObjectNode> objects) {
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    /** A pod template with the object that contains it. */
    record Pod(JsonNode maker, JsonNode template) {
        JsonNode spec() {
            return template.path("spec");
        }

        Map<String, String> labels() {
            return texts(template.at("/metadata/labels"));
        }

        /** Containers, including init containers. */
        Stream<JsonNode> containers() {
            return Stream.of("initContainers", "containers").flatMap(list -> elements(spec().path(list)));
        }

        @Override
        public String toString() {
            return name(maker);
        }
    }

    static Manifests read(String yaml) throws IOException {
        try (var documents = YAML.readerFor(ObjectNode.class).<ObjectNode>readValues(yaml)) {
            return new Manifests(documents.readAll());
        }
    }

    /** A deep copy. */
    Manifests copy() {
        return new Manifests(objects.stream().map(ObjectNode::deepCopy).toList());
    }

    Stream<ObjectNode> of(String... kinds) {
        return objects.stream()
                .filter(object -> Set.of(kinds).contains(object.path("kind").asText()));
    }

    Optional<ObjectNode> find(String kind, String name) {
        return of(kind).filter(object -> object.at("/metadata/name").asText().equals(name))
                .findFirst();
    }

    Stream<Pod> pods() {
        return objects.stream()
                .map(object -> new Pod(
                        object,
                        switch (object.path("kind").asText()) {
                            case "Deployment", "StatefulSet", "DaemonSet", "Job" -> object.at("/spec/template");
                            case "CronJob" -> object.at("/spec/jobTemplate/spec/template");
                            default -> MissingNode.getInstance();
                        }))
                .filter(pod -> pod.template().isObject());
    }

    /** Pods with all of these labels. */
    Stream<Pod> pods(Map<String, String> labels) {
        return pods().filter(pod -> pod.labels().entrySet().containsAll(labels.entrySet()));
    }

    static Stream<JsonNode> elements(JsonNode list) {
        return list.valueStream();
    }

    static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.propertyStream()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    static String name(JsonNode object) {
        return object.path("kind").asText() + " " + object.at("/metadata/name").asText();
    }
}
