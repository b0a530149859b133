package com.vantage.shipping.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Quarkus settings in the reference. {@code framework-settings.txt} lists and describes them; types and defaults come from
 * application.properties, else from Quarkus's config model.
 */
final class DocumentedQuarkusSettings {
    private static final Path LIST = Path.of("src/test/resources/docs/framework-settings.txt");
    private static final Path APPLICATION_PROPERTIES = Path.of("src/main/resources/application.properties");
    private static final String MODEL = "META-INF/quarkus-config-doc/quarkus-config-model.json";

    private DocumentedQuarkusSettings() {}

    /**
     * A setting.
     *
     * @param chapter heading in the reference
     * @param phase {@code RUN_TIME} if it can be set by the environment
     */
    record Setting(
            String chapter,
            String property,
            String meaning,
            String type,
            @Nullable String defaultValue,
            String phase) {
        String environment() {
            return SettingsValidator.environment(property);
        }
    }

    static List<Setting> all() {
        try {
            Map<String, JsonNode> models = models();
            SmallRyeConfig ours = applicationProperties();
            List<Setting> settings = new ArrayList<>();
            String chapter = "";
            for (String line : Files.readAllLines(LIST)) {
                if (line.startsWith("# ")) {
                    chapter = line.substring(2);
                } else if (!line.isBlank()) {
                    String[] parts = line.split(" = ", 2);
                    settings.add(setting(chapter, parts[0], parts[1], models.get(general(parts[0])), ours));
                }
            }
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Setting setting(
            String chapter, String property, String meaning, @Nullable JsonNode model, SmallRyeConfig ours) {
        String own = ours.getConfigValue(property).getRawValue();
        if (property.startsWith("mp.")) {
            return new Setting(chapter, property, meaning, "text", own, "RUN_TIME");
        }
        if (model == null) {
            throw new IllegalStateException("unknown framework setting " + property);
        }
        return new Setting(
                chapter,
                property,
                meaning,
                type(model),
                own == null ? model.path("defaultValue").asText(null) : own,
                model.path("phase").asText());
    }

    private static String type(JsonNode model) {
        String type = model.path("typeDescription").asText();
        if (model.path("enum").asBoolean(false)) {
            return "word";
        }
        return model.path("list").asBoolean(false) ? "list of " + word(type) : word(type);
    }

    private static String word(String type) {
        return switch (type) {
            case "string", "String" -> "text";
            case "int", "double", "long" -> "number";
            case "boolean" -> "boolean";
            case "Path", "path" -> "file";
            default -> type.contains("Duration") ? "duration" : type.contains("Level") ? "word" : "text";
        };
    }

    /** The settings of application.properties in the production profile. */
    static SmallRyeConfig applicationProperties() {
        try {
            return new SmallRyeConfigBuilder()
                    .withProfile("prod")
                    .addDefaultInterceptors()
                    .withSources(new PropertiesConfigSource(
                            APPLICATION_PROPERTIES.toUri().toURL()))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, JsonNode> models() throws IOException {
        Map<String, JsonNode> found = new HashMap<>();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        for (URL model : Collections.list(loader.getResources(MODEL))) {
            try (InputStream json = model.openStream()) {
                collect(new ObjectMapper().readTree(json), found);
            }
        }
        return found;
    }

    private static void collect(JsonNode node, Map<String, JsonNode> found) {
        String property = node.path("path").path("property").asText("");
        if (!property.isEmpty() && !node.path("typeDescription").isMissingNode()) {
            found.putIfAbsent(general(property), node);
        }
        node.forEach(child -> collect(child, found));
    }

    /** Replaces map keys by a wildcard. */
    private static String general(String property) {
        return property.replaceAll("\"[^\"]+\"", "*");
    }
}
