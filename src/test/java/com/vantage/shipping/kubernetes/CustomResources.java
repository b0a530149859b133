package com.vantage.shipping.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Validates custom resources by their CustomResourceDefinitions. Unknown fields are violations. */
final class CustomResources {
    private final Map<String, Schema> schemas = new TreeMap<>();

    /** @param folder of YAML files with one definition each */
    static CustomResources read(Path folder) throws IOException {
        CustomResources resources = new CustomResources();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".yaml")).toList()) {
                Manifests.read(Files.readString(file))
                        .of("CustomResourceDefinition")
                        .forEach(resources::add);
            }
        }
        return resources;
    }

    boolean supports(JsonNode object) {
        return schemas.containsKey(kind(object));
    }

    List<String> violations(JsonNode object) {
        return Stream.concat(
                        schemas.get(kind(object)).validate(object).stream().map(error -> error.toString()),
                        StrictApi.violationOfMetadata(object).stream())
                .toList();
    }

    private void add(JsonNode definition) {
        String group = definition.at("/spec/group").asText();
        String kind = definition.at("/spec/names/kind").asText();
        Manifests.elements(definition.at("/spec/versions")).forEach(version -> {
            String name = group + "/" + version.path("name").asText() + "/" + kind;
            schemas.put(name, schema(name, version.at("/schema/openAPIV3Schema").deepCopy()));
        });
    }

    private static Schema schema(String name, JsonNode schemaJson) {
        close(schemaJson);
        ((ObjectNode) schemaJson.path("properties").path("metadata")).put("additionalProperties", true);
        String address = "https://cluster.test/" + name;
        return SchemaRegistry.withDialect(
                        Dialects.getOpenApi30(), builder -> builder.schemas(Map.of(address, schemaJson.toString())))
                .getSchema(SchemaLocation.of(address));
    }

    /**
     * Disallows unknown fields, which a cluster drops or, in strict mode, rejects, unless the schema preserves them.
     */
    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && "object".equals(object.path("type").asText())
                && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.path("properties").forEach(CustomResources::close);
        close(schema, "items");
        close(schema, "additionalProperties");
    }

    private static void close(JsonNode schema, String part) {
        if (schema.path(part).isObject()) {
            close(schema.path(part));
        }
    }

    private static String kind(JsonNode object) {
        return object.path("apiVersion").asText() + "/" + object.path("kind").asText();
    }
}
